import { readFileSync } from "node:fs";
import type { Capability } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { CAPABILITIES } from "../../ports/saga-host.ts";

const PAGE = readFileSync(new URL("../../../../../docs/reference/language.md", import.meta.url), "utf8");

/** Every part of the language that not every engine runs. A part without a line here does not compile. */
const LANGUAGE: Readonly<Record<Capability, "state" | "part">> = {
  task: "state",
  switch: "state",
  parallel: "state",
  forEach: "state",
  wait: "state",
  listen: "state",
  human: "state",
  emit: "state",
  saga: "state",
  transaction: "state",
  set: "state",
  compensate: "state",
  succeed: "state",
  fail: "state",
  lock: "part",
  await: "part",
  idempotencyKey: "part",
  worker: "part",
  concurrency: "part",
  exposure: "part",
  triggers: "part",
  assertions: "part",
  whenUndone: "part",
  postgres: "part",
  twoPhase: "part",
  tcc: "part",
  oauth2: "part",
  signature: "part",
};

/** Fields of the table that only lead to a part. */
const WAYS = ["call", "idempotency", "reuse", "protocol", "auth"];

const ROWS = (PAGE.split("## What an engine runs today\n")[1] ?? "").split("\n").filter((line) => line.startsWith("| "));
const [, , ...CELLS] = ROWS.map((row) => row.split("|").map((cell) => cell.trim()));

/** The words of a text that are set as code. */
function wordsOf(text = ""): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) => code.match(/\w+/g) ?? []).filter((word) => !WAYS.includes(word));
}

describe("what the language's page says that an engine runs", () => {
  test("are the types of states that it runs", () => {
    const [states] = CELLS;
    const introduction = /The engine runs (.*?), calls over HTTP/s.exec(PAGE)?.[1];

    const running = [...CAPABILITIES].filter((part) => LANGUAGE[part] === "state").sort();
    expect(wordsOf(states?.[2]).toSorted()).toEqual(running);
    expect(wordsOf(introduction).toSorted()).toEqual(running);
  });

  test("and refuses, is everything that it does not run", () => {
    const refused = (Object.keys(LANGUAGE) as Capability[]).filter((part) => !CAPABILITIES.has(part));

    expect(CELLS.flatMap((cells) => wordsOf(cells[3])).toSorted()).toEqual(refused.sort());
  });
});
