import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";

/** What a run of the proof is asked to do. */
export interface ProveOptions {
  /** Decides when the engine is killed. Printed, so that a run can be repeated. */
  readonly seed: number;
  readonly kills: number;
  readonly orders: string | URL;
  /** Keep databases and the engine's log, to look at them afterwards. */
  readonly keep: boolean;
}

/** Reads `--seed --kills --orders --keep`. */
export function optionsFromArguments(argv: readonly string[]): ProveOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { seed: { type: "string" }, kills: { type: "string" }, orders: { type: "string" }, keep: { type: "boolean" } },
  });

  return {
    seed: wholeNumber("--seed", values.seed) ?? randomInt(1, 1_000_000),
    kills: wholeNumber("--kills", values.kills) ?? 10,
    orders: values.orders ?? new URL("../orders.jsonl", import.meta.url),
    keep: values.keep ?? false,
  };
}

function wholeNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} is "${text}"; it must be a whole number.`);
  return Number(text);
}
