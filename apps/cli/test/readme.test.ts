import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { COMMANDS } from "../src/command-line/commands.ts";
import { skald } from "./skald.ts";

const ROOT = new URL("../../../", import.meta.url);
const README = readFileSync(new URL("README.md", ROOT), "utf8");

test("the README shows what the command line prints", async () => {
  const [, call = "", shown = ""] = /^\$ npx skald (.*)\n([\s\S]*?)^```$/m.exec(README) ?? [];

  const { code, stdout } = await skald(call.split(" "), { folder: fileURLToPath(ROOT) });

  const [head = "", tail = ""] = shown.split("  …\n");
  expect(code).toBe(0);
  expect(stdout.startsWith(head)).toBe(true);
  expect(stdout.endsWith(tail)).toBe(true);
  expect([head, tail].map((part) => part.length > 100)).toEqual([true, true]);
});

test("the README names commands there are, and every one that needs no engine", () => {
  const named = [...README.matchAll(/^\| `([a-z]+)` \| /gm)].map(([, name]) => name);
  const withoutEngine = COMMANDS.slice(
    0,
    COMMANDS.findIndex(({ name }) => name === "apply"),
  ).map(({ name }) => name);

  expect(named.toSorted()).toEqual(withoutEngine.toSorted());
});
