import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitrarySaga, type RandomSaga } from "./arbitrary-saga.ts";
import { judge } from "./judge.ts";
import type { Observed } from "./observed.ts";
import { tableOf } from "./outcome-table.ts";
import { compileDefinition, type Playable, play } from "./play.ts";
import { renamedDefinition, renamedTable, unnamed, withBranchesReversed, withIdleStart } from "./rewritten.ts";

// The kernel is held to the oracle: whatever a random saga does under a random schedule must be a run the oracle allows.
//
//   SKALD_ORACLE_DEFINITIONS   how many sagas are drawn (300)
//   SKALD_ORACLE_TABLES        with how many outcome tables each of them is run, each in a schedule of its own (20)
//   SKALD_SEED                 what they are drawn from (the clock)
//
// A night runs SKALD_ORACLE_DEFINITIONS=5000 SKALD_ORACLE_TABLES=20. A failure prints the seed and the path of the saga:
// the seed and the first number of the path go into PINNED, so that it is run for ever.

const SEED = Number(process.env["SKALD_SEED"] ?? Date.now() % 1_000_000_000);
const DEFINITIONS = Number(process.env["SKALD_ORACLE_DEFINITIONS"] ?? 300);
const TABLES = Number(process.env["SKALD_ORACLE_TABLES"] ?? 20);
const HOUR_MS = 3_600_000;

/** Sagas the kernel once ran otherwise than the oracle: the saga of that index among those drawn from a seed. */
const PINNED: readonly { readonly seed: number; readonly index: number }[] = [
  ...[12, 25, 26, 32, 96, 105, 113, 128, 132, 143].map((index) => ({ seed: 1, index })),
  { seed: 7, index: 66 },
  { seed: 41, index: 549 },
];

function forEverySaga(numRuns: number, law: (saga: RandomSaga, playable: Playable) => void): void {
  fc.assert(
    fc.property(arbitrarySaga(), (saga) => law(saga, compileDefinition(saga.definition))),
    { seed: SEED, numRuns },
  );
}

/** What is wrong with the runs of a saga under so many tables: the first thing, with the table it happened under. */
function problemsOf({ definition, seed }: RandomSaga, playable: Playable, tables: number): readonly string[] {
  for (let index = 0; index < tables; index++) {
    const table = tableOf(seed + index);
    const problems = judge(definition, table, play(playable, { table, seed: seed + index }).observed);
    if (problems.length > 0) return [`Under table ${seed + index}:`, ...problems];
  }
  return [];
}

describe(`the kernel (seed ${SEED})`, () => {
  test(`runs ${DEFINITIONS} sagas with ${TABLES} tables each as the oracle allows`, { timeout: HOUR_MS }, () => {
    forEverySaga(DEFINITIONS, (saga, playable) => {
      expect(problemsOf(saga, playable, TABLES)).toEqual([]);
    });
  });

  test.each(PINNED)("still runs saga $index of seed $seed as the oracle allows", ({ seed, index }) => {
    const saga = fc.sample(arbitrarySaga(), { seed, numRuns: index + 1 })[index];

    expect(saga && problemsOf(saga, compileDefinition(saga.definition), Math.max(TABLES, 20))).toEqual([]);
  });
});

const SOME = Math.ceil(DEFINITIONS / 2);

describe(`every saga of a random family (seed ${SEED})`, () => {
  // That a live saga can be moved by somebody is checked by its row, which is drawn after every event of every run here.
  test("folds from its journal to itself, and has one terminal entry exactly if it has ended", { timeout: HOUR_MS }, () => {
    forEverySaga(SOME, ({ seed }, playable) => {
      for (const { drive } of play(playable, { table: tableOf(seed), seed }).family) {
        const terminal = drive.types.filter((type) => TERMINAL.has(type));

        // Deep equality by node is ten times as fast as a matcher, which is asked only to tell the difference.
        if (!isDeepStrictEqual(drive.folded(), drive.saga)) expect(drive.folded()).toEqual(drive.saga);
        expect(terminal).toHaveLength(drive.saga.context.ended === null ? 0 : 1);
      }
    });
  });

  test("goes on from its JSON at every point as if it had never been away", { timeout: HOUR_MS }, () => {
    forEverySaga(SOME, ({ seed }, playable) => {
      const table = tableOf(seed);

      const forgetful = play(playable, { table, seed, forgetful: true });

      expect(essenceOf(forgetful.observed)).toEqual(essenceOf(play(playable, { table, seed }).observed));
    });
  });
});

const TERMINAL: ReadonlySet<string> = new Set(["saga.completed", "saga.compensated", "saga.failed", "saga.terminated"]);

describe(`a saga written down otherwise (seed ${SEED})`, () => {
  test("runs the same under other names", { timeout: HOUR_MS }, () => {
    forEverySaga(SOME, ({ definition, seed }, playable) => {
      const table = tableOf(seed);
      const renamed = compileDefinition(renamedDefinition(definition));

      const { observed } = play(renamed, { table: renamedTable(table), seed, alias: unnamed });

      expect(essenceOf(observed).map(unnamed)).toEqual(essenceOf(play(playable, { table, seed }).observed));
    });
  });

  test("runs the same with a state that does nothing before every scope", { timeout: HOUR_MS }, () => {
    forEverySaga(SOME, ({ definition, seed }, playable) => {
      const playing = { table: tableOf(seed), seed };

      const { observed } = play(compileDefinition(withIdleStart(definition)), playing);

      expect(essenceOf(observed)).toEqual(essenceOf(play(playable, playing).observed));
    });
  });

  test("runs the same with its branches in another order", { timeout: HOUR_MS }, () => {
    forEverySaga(SOME, ({ definition, seed }, playable) => {
      const playing = { table: tableOf(seed), seed };

      const { observed } = play(compileDefinition(withBranchesReversed(definition)), playing);

      expect(essenceOf(observed)).toEqual(essenceOf(play(playable, playing).observed));
    });
  });
});

/** The end, the type of its cause, and the calls that were made, in no order. */
function essenceOf({ end, cause, calls }: Observed): readonly string[] {
  const made = calls.map(({ kind, path, visit, attempt, outcome }) => `${kind} ${path}#${visit}@${attempt} = ${outcome}`);

  return [`${end} ${cause ?? ""}`, ...made.sort()];
}
