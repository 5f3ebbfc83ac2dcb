import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitrarySaga } from "../arbitrary-saga.ts";
import { compileDefinition } from "../play.ts";
import { problemsOf, TABLES } from "./conformance.ts";

/** Sagas the kernel once ran otherwise than the oracle: the saga of that index among those drawn from a seed. */
const PINNED: readonly { readonly seed: number; readonly index: number }[] = [
  ...[12, 25, 26, 32, 96, 105, 113, 128, 132, 143].map((index) => ({ seed: 1, index })),
  { seed: 7, index: 66 },
  { seed: 41, index: 549 },
  { seed: 788_699_042, index: 11 },
  { seed: 788_718_781, index: 8 },
];

test.each(PINNED)("still runs saga $index of seed $seed as the oracle allows", ({ seed, index }) => {
  const saga = fc.sample(arbitrarySaga(), { seed, numRuns: index + 1 })[index];

  expect(saga && problemsOf(saga, compileDefinition(saga.definition), Math.max(TABLES, 20))).toEqual([]);
});
