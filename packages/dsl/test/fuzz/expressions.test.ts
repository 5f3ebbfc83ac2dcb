import { describe, expect, test } from "vitest";
import { checkExpression } from "../../src/expression/check.ts";
import { ESCAPES } from "../../src/expression/evaluate/escapes.corpus.ts";
import { createExpressions } from "../../src/expression/render.ts";
import { attack, describeGlobals, seedOfRun } from "./attack.ts";
import { growExpression, mutateExpression } from "./mutate-expression.ts";
import type { Random } from "./random.ts";

const seed = seedOfRun();
const GROWN = 73_000;
const MUTANTS = 110_000;

const scope = {
  input: { id: "o", n: 2, list: [1, "a", null, [2]], map: { k: { l: true } } },
  saga: { id: "s", startedAt: "2026-01-01T00:00:00Z" },
};
const FROZEN = JSON.stringify(scope);

// A bound of a cache that is passed all the time is exercised too.
const { evaluate, renderJson, renderPath, renderText } = createExpressions({ maxCached: 10 });

/** Checks an expression, and evaluates it in one of the places it can stand in. */
function exercise(source: string): void {
  checkExpression(source, { input: "map", saga: "dyn" });
  const template = `/a/\${ ${source} }`;
  const place = source.length % 4;
  if (place === 0) evaluate(source, scope);
  if (place === 1) renderJson({ a: [template] }, scope);
  if (place === 2) renderPath(template, scope);
  if (place === 3) renderText(template, scope);
}

function mutant(random: Random): string {
  const [first = "", ...rest] = ESCAPES;
  const source = random.below(3) === 0 ? random.pick([first, ...rest]) : growExpression(random, 2);

  return mutateExpression(source, random);
}

describe("an expression", () => {
  test.each([
    { runs: GROWN, what: "that fit together", make: (random: Random) => growExpression(random) },
    { runs: MUTANTS, what: "with wrong characters", make: mutant },
  ])(`holds for $runs expressions $what (seed ${seed})`, { timeout: 300_000 }, ({ runs, make }) => {
    const before = describeGlobals();

    attack({ seed, runs, make, strike: exercise });

    expect(describeGlobals()).toBe(before);
    expect(JSON.stringify(scope)).toBe(FROZEN);
  });
});
