import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import type { Observed } from "../observed.ts";
import { tableOf } from "../outcome-table.ts";
import { compileDefinition, play } from "../play.ts";
import { renamedDefinition, renamedTable, unnamed, withBranchesReversed, withIdleStart } from "../rewritten.ts";
import { forEverySaga, NIGHT_MS, SEED } from "./conformance.ts";

const SOME = Number(process.env["SKALD_ORACLE_REWRITTEN"] ?? 150);

describe(`every saga of a random family (seed ${SEED})`, () => {
  // That a live saga can be moved by somebody is checked by its row, which is drawn after every event of every run here.
  test("folds from its journal to itself, and has one terminal entry exactly if it has ended", { timeout: NIGHT_MS }, () => {
    forEverySaga(SOME, ({ seed }, playable) => {
      for (const { drive } of play(playable, { table: tableOf(seed), seed }).family) {
        const terminal = drive.types.filter((type) => TERMINAL.has(type));

        // Deep equality by node is ten times as fast as a matcher, which is asked only to tell the difference.
        if (!isDeepStrictEqual(drive.folded(), drive.saga)) expect(drive.folded()).toEqual(drive.saga);
        expect(terminal).toHaveLength(drive.saga.context.ended === null ? 0 : 1);
      }
    });
  });

  test("goes on from its JSON at every point as if it had never been away", { timeout: NIGHT_MS }, () => {
    forEverySaga(SOME, ({ seed }, playable) => {
      const table = tableOf(seed);

      const forgetful = play(playable, { table, seed, forgetful: true });

      expect(essenceOf(forgetful.observed)).toEqual(essenceOf(play(playable, { table, seed }).observed));
    });
  });
});

const TERMINAL: ReadonlySet<string> = new Set(["saga.completed", "saga.compensated", "saga.failed", "saga.terminated"]);

describe(`a saga written down otherwise (seed ${SEED})`, () => {
  test("runs the same under other names", { timeout: NIGHT_MS }, () => {
    forEverySaga(SOME, ({ definition, seed }, playable) => {
      const table = tableOf(seed);
      const renamed = compileDefinition(renamedDefinition(definition));

      const { observed } = play(renamed, { table: renamedTable(table), seed, alias: unnamed });

      expect(essenceOf(observed).map(unnamed)).toEqual(essenceOf(play(playable, { table, seed }).observed));
    });
  });

  test("runs the same with a state that does nothing before every scope", { timeout: NIGHT_MS }, () => {
    forEverySaga(SOME, ({ definition, seed }, playable) => {
      const playing = { table: tableOf(seed), seed };

      const { observed } = play(compileDefinition(withIdleStart(definition)), playing);

      expect(essenceOf(observed)).toEqual(essenceOf(play(playable, playing).observed));
    });
  });

  test("runs the same with its branches in another order", { timeout: NIGHT_MS }, () => {
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
