// The first step of every command: from a bare checkout and any Node from 20 on to the installed
// Node 24, which runs the rest as TypeScript. Plain JavaScript without dependencies.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureInstalled, quietEnvironment, ROOT } from "./install.mjs";

const NODE_MIN = 20;
const NODE_WANTED = 24;
const TIE = fileURLToPath(new URL("./tie.mjs", import.meta.url));

/**
 * Installs what is missing and runs the TypeScript entry with the arguments of this process.
 *
 * @param {string} entry path below tools/
 */
export async function enter(entry) {
  requireNode();
  try {
    await ensureInstalled();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }

  const script = join(ROOT, "tools", entry);
  if (Number(process.versions.node.split(".")[0]) >= NODE_WANTED) {
    process.env["PATH"] = quietEnvironment().PATH;
    await import(pathToFileURL(script).href);
    return;
  }

  runUnder(findNode(), script);
}

function requireNode() {
  if (Number(process.versions.node.split(".")[0]) >= NODE_MIN) return;

  console.error(`Skald needs Node ${NODE_MIN} or newer; this is ${process.version}.`);
  process.exit(1);
}

/** Node 24 is one of the dependencies. */
function findNode() {
  const name = process.platform === "win32" ? "node.exe" : "node";
  const node = (process.env["PATH"] ?? "")
    .split(delimiter)
    .concat(join(ROOT, "node_modules", ".bin"))
    .reverse()
    .map((folder) => join(folder, name))
    .find((path) => path.startsWith(join(ROOT, "node_modules")) && existsSync(path));
  if (node !== undefined) return node;

  console.error(
    `No Node ${NODE_WANTED} comes along for ${process.platform}-${process.arch}; this is ${process.version}. Install Node ${NODE_WANTED} and repeat the command.`,
  );
  process.exit(1);
}

/**
 * Runs the script and ends as it ends. The child is tied: when this process is killed, it stops in order.
 *
 * @param {string} node
 * @param {string} script
 */
function runUnder(node, script) {
  const env = { ...quietEnvironment(), SKALD_TIE: "60" };
  const child = spawn(node, ["--import", pathToFileURL(TIE).href, script, ...process.argv.slice(2)], {
    env,
    stdio: ["pipe", "inherit", "inherit"],
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`Node at "${node}" does not start: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
}
