// A process id alone is not an identity: ids are used again. The id together with the start
// time of its process is. Plain JavaScript, because the bootstrap runs it before Node 24 is there.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** @typedef {{ readonly pid: number, readonly startedAt: string }} ProcessIdentity */

/**
 * Who a process id belongs to now, or null when nobody has it.
 *
 * @param {number} pid
 * @returns {ProcessIdentity | null}
 */
export function identify(pid) {
  const startedAt = process.platform === "linux" ? startedAtOnLinux(pid) : startedAtElsewhere(pid);

  return startedAt === null ? null : { pid, startedAt };
}

/**
 * Whether exactly this process, not a later one with the same id, is still running.
 *
 * @param {ProcessIdentity} identity
 * @returns {boolean}
 */
export function isRunning(identity) {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

/**
 * The name of the program a process runs, or null when nobody has this id.
 *
 * @param {number} pid
 * @returns {string | null}
 */
export function programOf(pid) {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/comm`, "utf8").trim();

    return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    // No such process is an answer, not a failure.
    return null;
  }
}

/**
 * The process that started this one, or null when it is not known.
 *
 * @param {number} pid
 * @returns {number | null}
 */
export function parentOf(pid) {
  try {
    if (process.platform === "linux") return Number(statOf(pid)[1]);

    return Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    // No such process is an answer, not a failure.
    return null;
  }
}

/**
 * What Linux says of a process, from its state on.
 *
 * @param {number} pid
 * @returns {readonly string[]}
 */
function statOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");

  // The second field is the program's name in parentheses and may itself contain any of both.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/**
 * @param {number} pid
 * @returns {string | null}
 */
function startedAtOnLinux(pid) {
  try {
    const fields = statOf(pid);
    const [state, ticks] = [fields[0], fields[19]];
    // A zombie has ended and only waits to be counted by its parent.
    if (state === "Z" || state === "X" || ticks === undefined) return null;

    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${ticks}`;
  } catch {
    // No such process is an answer, not a failure.
    return null;
  }
}

/**
 * @param {number} pid
 * @returns {string | null}
 */
function startedAtElsewhere(pid) {
  try {
    const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

    return started.trim() === "" ? null : started.trim();
  } catch {
    // No such process is an answer, not a failure.
    return null;
  }
}
