// Brings node_modules to exactly what package-lock.json says, and makes what is generated from
// sources. Runs on Node 20 and without any dependency, because it is what installs them.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fingerprint } from "./fingerprint.mjs";
import { takeLock } from "./lock-file.mjs";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BIN = join(ROOT, "node_modules", ".bin");
const LOCK = join(ROOT, "package-lock.json");
const INSTALLED = join(ROOT, "node_modules", ".skald-lock");
const GENERATED = join(ROOT, "node_modules", ".skald-generated");

/** Installs and generates what is missing or stale; does nothing, in milliseconds, when nothing is. */
export async function ensureInstalled() {
  if (isInstalled() && isGenerated()) return;

  const lock = await waitForLock();
  try {
    if (!isInstalled()) install();
    if (!isGenerated()) generate();
  } finally {
    lock.release();
  }
}

/** The environment for tools that would otherwise download or report something. */
export function quietEnvironment() {
  return {
    ...process.env,
    PATH: [BIN, process.env["PATH"] ?? ""].join(delimiter),
    // Any executable will do to keep Prisma from downloading one; this one also works.
    PRISMA_SCHEMA_ENGINE_BINARY: join(ROOT, "tools", "prisma", "schema-engine.mjs"),
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
  };
}

async function waitForLock() {
  for (let told = false; ; told = true) {
    const attempt = takeLock(join(ROOT, ".skald", "install.lock"));
    if (attempt.kind === "taken") return attempt.lock;

    if (!told) console.log(`Waiting for the installation that process ${attempt.holder.pid} is doing.`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

function isInstalled() {
  const wanted = fingerprint([LOCK]);
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, "utf8") === wanted) return true;
  if (!isInstalledByHand()) return false;

  writeFileSync(INSTALLED, wanted);

  return true;
}

/** Whether `npm ci` or `npm install` was run by hand: npm notes in a hidden lock file what it has put where. */
function isInstalledByHand() {
  const hidden = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;

  const present = JSON.parse(readFileSync(hidden, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(LOCK, "utf8")).packages;

  return Object.entries(wanted).every(([path, entry]) => {
    // Links to our own folders, and what belongs to other platforms, need not be there.
    if (!path.includes("node_modules/") || entry.link) return true;
    if (!(path in present)) return entry.optional === true || entry.peer === true;

    return present[path].version === entry.version && existsSync(join(ROOT, path));
  });
}

function install() {
  console.log("Installing the exact dependencies with npm ci. This happens once and takes about a minute.");
  const done = npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], withoutBin(), "inherit");
  if (done.status !== 0) throw new Error("npm ci did not succeed; its message is above. Nothing else was changed: repeat the command.");

  writeFileSync(INSTALLED, fingerprint([LOCK]));
}

/** npm deletes node_modules first, and with it the Node it would find on our path. */
function withoutBin() {
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.includes(join("node_modules", ".bin")));

  return { ...quietEnvironment(), PATH: path.join(delimiter) };
}

/** Workspaces whose package.json has a script `generate`, with the folders it reads. */
function generators() {
  return ["apps", "packages", "examples"]
    .flatMap((group) => workspacesOf(join(ROOT, group)))
    .filter((folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).scripts?.generate !== undefined);
}

/** @param {string} group */
function workspacesOf(group) {
  if (!existsSync(group)) return [];

  return readdirSync(group)
    .map((name) => join(group, name))
    .filter((folder) => existsSync(join(folder, "package.json")));
}

function generatedFrom() {
  const manifests = generators().map((folder) => join(folder, "package.json"));

  return fingerprint([LOCK, join(ROOT, "prisma"), join(ROOT, "prisma.config.ts"), ...manifests]);
}

function isGenerated() {
  if (generators().length === 0) return true;

  return (
    existsSync(GENERATED) &&
    readFileSync(GENERATED, "utf8") === generatedFrom() &&
    existsSync(join(ROOT, "apps/engine/src/store/generated"))
  );
}

function generate() {
  rmSync(GENERATED, { force: true });
  for (const folder of generators()) {
    const done = npm(["run", "--silent", "generate", `--workspace=${folder}`], quietEnvironment(), "pipe");
    if (done.status !== 0) throw new Error(`The script "generate" of ${folder} did not succeed:\n${done.stdout}${done.stderr}`);
  }
  writeFileSync(GENERATED, generatedFrom());
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {"inherit" | "pipe"} output
 */
function npm(args, env, output) {
  return spawnSync("npm", args, {
    cwd: ROOT,
    env,
    stdio: ["ignore", output, output],
    encoding: "utf8",
    shell: process.platform === "win32",
  });
}
