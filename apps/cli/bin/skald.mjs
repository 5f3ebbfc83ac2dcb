#!/usr/bin/env node
// The only file of the command line that an old Node can read: it says what is missing instead of a syntax error.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) await import("../src/main.ts");
else {
  console.error(`skald: Node 22.18 or newer is needed; this is ${process.versions.node}. Through "npx skald" the right one is used.`);
  process.exitCode = 2;
}
