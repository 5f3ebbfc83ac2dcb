import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const MADE = new Set(["node_modules", ".next", ".turbo", "dist", "coverage", "next-env.d.ts"]);

/**
 * One hash over the names and contents of files and folders; what is made from them is left out.
 *
 * @param {readonly string[]} paths
 * @returns {string}
 */
export function fingerprint(paths) {
  const hash = createHash("sha256");
  for (const path of paths) add(hash, path);

  return hash.digest("hex");
}

/**
 * @param {import("node:crypto").Hash} hash
 * @param {string} path
 */
function add(hash, path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    hash.update(`${path}\0${stat.size}\0`).update(readFileSync(path));
    return;
  }

  for (const name of readdirSync(path).sort()) if (!MADE.has(name)) add(hash, join(path, name));
}
