// The first step of every command: from a bare checkout and any Node from 20 on to the installed
// Node 24, which runs the rest as TypeScript. Plain JavaScript without dependencies.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, quietEnvironment, ROOT } from "./install.mjs";
import { watchStarter } from "./starter.mjs";

const NODE_MIN = 20;
const NODE_WANTED = 24;
const TIE = new URL("./tie.mjs", import.meta.url).href;
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Installs what is missing, runs the TypeScript entry with the arguments of this process, and ends
 * as it ends.
 *
 * @param {string} entry path below tools/
 */
export async function enter(entry) {
  try {
    await prepare();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }

  const script = join(ROOT, "tools", entry);
  if (nodeMajor() < NODE_WANTED) process.exit(await runTied(script, process.argv.slice(2)));

  process.env["PATH"] = quietEnvironment().PATH;
  await import(pathToFileURL(script).href);
}

/** Brings the checkout to where TypeScript runs. Throws a sentence for the user when it cannot. */
export async function prepare() {
  if (nodeMajor() < NODE_MIN) throw new Error(`Skald needs Node ${NODE_MIN} or newer; this is ${process.version}.`);

  await ensureInstalled();
}

/**
 * Runs a script under Node 24 and resolves with its exit code. The child is tied: when this process
 * is killed, it stops in order.
 *
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function runTied(script, args) {
  const env = { ...quietEnvironment(), SKALD_TIE: "60" };
  const child = spawn(findNode(), ["--import", TIE, script, ...args], { env, stdio: ["pipe", "inherit", "inherit"] });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));

  watchStarter(() => child.kill("SIGTERM"));

  return new Promise((done) => {
    child.on("error", (error) => {
      console.error(`Node does not start: ${error.message}`);
      done(1);
    });
    child.on("exit", (code, signal) => done(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

function nodeMajor() {
  return Number(process.versions.node.split(".")[0]);
}

/** Node 24 is one of the dependencies; where it does not come along, the one that runs this may do. */
function findNode() {
  const name = process.platform === "win32" ? "node.exe" : "node";
  const installed = join(ROOT, "node_modules", ".bin", name);
  if (existsSync(installed)) return installed;
  if (nodeMajor() >= NODE_WANTED) return process.execPath;

  throw new Error(
    `No Node ${NODE_WANTED} comes along for ${process.platform}-${process.arch}. Install Node ${NODE_WANTED} and repeat the command.`,
  );
}
