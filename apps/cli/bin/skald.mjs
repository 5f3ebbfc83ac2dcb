#!/usr/bin/env node
// The only file of the command line that an old Node can read: it says what is missing instead of a syntax error.
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  // What was compiled once need not be compiled by the next command, which takes half the time to begin.
  module.enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "skald"));
  await import("../src/main.ts");
} else {
  console.error(`skald: Node 22.18 or newer is needed; this is ${process.versions.node}. Through "npx skald" the right one is used.`);
  process.exitCode = 2;
}
