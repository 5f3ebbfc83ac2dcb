import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitrarySaga, type RandomSaga } from "../arbitrary-saga.ts";
import { judge } from "../judge.ts";
import { tableOf } from "../outcome-table.ts";
import { compileDefinition, type Playable, play } from "../play.ts";

// The kernel is held to the oracle: whatever a random saga does under a random schedule must be a run the oracle allows.
//
//   SKALD_ORACLE_DEFINITIONS   how many sagas are drawn (1,000; a submission is held to 5,000)
//   SKALD_ORACLE_TABLES        with how many outcome tables each of them is run, each in a schedule of its own (20)
//   SKALD_SEED                 what they are drawn from (the clock)
//
// A failure prints the seed and the path of the saga: the seed and the first number of the path go into PINNED of
// pinned.test.ts, so that it is run for ever.

export const SEED = Number(process.env["SKALD_SEED"] ?? Date.now() % 1_000_000_000);
const DEFINITIONS = Number(process.env["SKALD_ORACLE_DEFINITIONS"] ?? 1_000);
export const TABLES = Number(process.env["SKALD_ORACLE_TABLES"] ?? 20);
export const NIGHT_MS = 8 * 3_600_000;

/** Checks a law on sagas drawn from a seed. */
export function forEverySaga(numRuns: number, law: (saga: RandomSaga, playable: Playable) => void, seed = SEED): void {
  fc.assert(
    fc.property(arbitrarySaga(), (saga) => law(saga, compileDefinition(saga.definition))),
    { seed, numRuns },
  );
}

/** What is wrong with the runs of a saga under so many tables: the first thing, with the table it happened under. */
export function problemsOf({ definition, seed }: RandomSaga, playable: Playable, tables: number): readonly string[] {
  for (let index = 0; index < tables; index++) {
    const table = tableOf(seed + index);
    const problems = judge(definition, table, play(playable, { table, seed: seed + index }).observed);
    if (problems.length > 0) return [`Under table ${seed + index}:`, ...problems];
  }
  return [];
}

/** In how many files the sagas are divided, so that every core has some. */
const SHARDS = 4;

/** One part of the comparison, from a seed of its own. */
export function describeConformance(shard: 1 | 2 | 3 | 4): void {
  const seed = SEED + shard;
  const count = Math.ceil(DEFINITIONS / SHARDS);

  describe(`the kernel (seed ${seed}, part ${shard} of ${SHARDS})`, () => {
    test(`runs ${count} sagas with ${TABLES} tables each as the oracle allows`, { timeout: NIGHT_MS }, () => {
      forEverySaga(count, (saga, playable) => void expect(problemsOf(saga, playable, TABLES)).toEqual([]), seed);
    });
  });
}
