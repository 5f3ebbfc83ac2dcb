import { beforeAll, describe, expect, test } from "vitest";
import { validateText } from "../../src/validate-text.ts";
import { attack, describeGlobals, seedOfRun } from "./attack.ts";
import { SMALL } from "./documents.ts";
import { mutateText, PIECES } from "./mutate-text.ts";
import { validateCalmly } from "./validate-calmly.ts";

const seed = seedOfRun();
const MUTANTS = 14_000;
const NOISE = 1_000;
const [first, ...rest] = SMALL;

// The validators of both kinds are made once a process.
beforeAll(() => {
  for (const text of SMALL) validateText(text);
});

describe("validation of a text", () => {
  test(`holds for ${MUTANTS} mutants of small documents (seed ${seed})`, { timeout: 300_000 }, () => {
    const before = describeGlobals();

    attack({ seed, runs: MUTANTS, make: (random) => mutateText(random.pick([first, ...rest]), random), strike: validateCalmly });

    expect(describeGlobals()).toBe(before);
  });

  test(`holds for ${NOISE} texts of pieces without any sense (seed ${seed})`, { timeout: 60_000 }, () => {
    const before = describeGlobals();

    attack({
      seed,
      runs: NOISE,
      make: (random) => Array.from({ length: random.below(60) }, () => random.pick(PIECES)).join(""),
      strike: validateCalmly,
    });

    expect(describeGlobals()).toBe(before);
  });
});
