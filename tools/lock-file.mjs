// One process at a time, by a file that names its holder. A holder that is gone, however it went,
// holds nothing: its process id is kept together with its start time. Plain JavaScript, because the
// bootstrap runs it before Node 24 is there.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { identify, isRunning } from "./process-identity.mjs";

/** @typedef {{ readonly pid: number, readonly startedAt: string, readonly [detail: string]: unknown }} Holder */
/** @typedef {{ update(details: object): void, release(): void }} Lock */

/**
 * Takes the lock, or says who holds it.
 *
 * @param {string} file
 * @param {object} details shown to those who come too late
 * @returns {{ readonly kind: "taken", readonly lock: Lock } | { readonly kind: "held", readonly holder: Holder }}
 */
export function takeLock(file, details = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const me = identify(process.pid);
  if (me === null) throw new Error("This system does not tell when a process started, so no lock can be taken.");

  for (;;) {
    if (writeWhole(file, { ...details, ...me })) return { kind: "taken", lock: lockOn(file, me) };

    const holder = readHolder(file);
    if (holder !== null) return { kind: "held", holder };
    setAside(file);
  }
}

/**
 * Who holds the lock, or null when nobody alive does.
 *
 * @param {string} file
 * @returns {Holder | null}
 */
export function readHolder(file) {
  try {
    const holder = JSON.parse(readFileSync(file, "utf8"));

    return isRunning(holder) ? holder : null;
  } catch {
    // Missing or unreadable: a lock is always written whole, so nobody holds this one.
    return null;
  }
}

/**
 * @param {string} file
 * @param {import("./process-identity.mjs").ProcessIdentity} me
 * @returns {Lock}
 */
function lockOn(file, me) {
  return {
    update(details) {
      const fresh = `${file}.${process.pid}`;
      writeFileSync(fresh, JSON.stringify({ ...details, ...me }));
      renameSync(fresh, file);
    },
    release() {
      rmSync(file, { force: true });
    },
  };
}

/**
 * A link appears with its content or not at all, and never replaces another.
 *
 * @param {string} file
 * @param {object} content
 * @returns {boolean}
 */
function writeWhole(file, content) {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(content));
  try {
    linkSync(fresh, file);

    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
}

/**
 * Removes a dead holder's file. Between looking and moving somebody may have taken the lock anew:
 * then the living holder's file is put back.
 *
 * @param {string} file
 */
function setAside(file) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readHolder(aside) !== null) linkSync(aside, file);
  } catch {
    // Somebody else set it aside first.
  } finally {
    rmSync(aside, { force: true });
  }
}
