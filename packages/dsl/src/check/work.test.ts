import { describe, expect, test } from "vitest";
import { headOf } from "../testing/told.ts";
import { validateText } from "../validate-text.ts";

// Time depends on the machine, so work is counted: look-ups in maps and sets, and elements that methods of lists visit.

const WALKS = ["map", "flatMap", "filter", "find", "findLast", "some", "every", "reduce", "includes", "indexOf", "toReversed"] as const;
type Method = (this: unknown, ...given: unknown[]) => unknown;

/** How much a run of `act` looks at. */
function workOf(act: () => void): number {
  let work = 0;
  const restores: (() => void)[] = [];
  const count = (prototype: object, name: string, costOf: (self: unknown) => number): void => {
    const original = Reflect.get(prototype, name) as Method;
    restores.push(() => Reflect.set(prototype, name, original));
    Reflect.set(prototype, name, function (this: unknown, ...given: unknown[]) {
      work += costOf(this);
      return original.apply(this, given);
    });
  };
  for (const name of WALKS) count(Array.prototype, name, (self) => (self as readonly unknown[]).length);
  for (const name of ["get", "has", "set"]) count(Map.prototype, name, () => 1);
  for (const name of ["has", "add"]) count(Set.prototype, name, () => 1);
  try {
    act();
  } finally {
    for (const restore of restores) restore();
  }
  return work;
}

const task = (name: string, next: string): string =>
  `${name}: { type: task, call: { worker: { queue: q } }, kind: readOnly, with: { id: '\${ input.id }' }, ${next} }`;

/** Chains of states at the top, with blocks of states between them; as many states as are asked for. */
function sagaOf(states: number): string {
  const groups = Array.from({ length: states / 10 }, (_, group) => {
    const next = group + 1 < states / 10 ? `s${group + 1}` : "done";
    const inner = (branch: string): string =>
      `${branch}: { start: a, states: { ${task("a", "next: b")}, ${task("b", "catch: [ { errors: ['*'], next: c } ], next: c")}, c: { type: set, values: { v: '\${ steps.a.output }' }, next: d }, d: { type: task, kind: readOnly, call: { worker: { queue: q } }, with: { v: '\${ vars.v }' }, end: true } } }`;
    return `  ${task(`s${group}`, `next: p${group}`)}\n  p${group}: { type: parallel, branches: { ${inner("left")}, ${inner("right")} }, next: ${next} }`;
  });

  return `${headOf("large")}timeout: { after: 1h }\nstart: s0\nstates:\n${groups.join("\n")}\n  done: { type: succeed, output: '\${ steps.p0.output }' }\n`;
}

describe("checking a large definition", () => {
  test("has nothing to tell of a right one, however large", () => {
    expect(validateText(sagaOf(490)).diagnostics).toEqual([]);
  });

  test("four times as many states are at most five times the work", () => {
    const [small, large] = [sagaOf(120), sagaOf(480)];
    validateText(large);

    const work = [small, large].map((text) => workOf(() => validateText(text)));

    expect((work[1] ?? 0) / (work[0] ?? 1)).toBeLessThan(5);
  });

  test("a chain of 499 states that all read the first is no more than linear either", () => {
    const chain = (states: number): string =>
      `${headOf("chain")}timeout: { after: 1h }\nstart: s0\nstates:\n${Array.from({ length: states }, (_, index) => `  s${index}: { type: task, kind: readOnly, call: { worker: { queue: q } }, with: { a: '\${ steps.s0.?output.orValue(1) }' }, catch: [ { errors: ['*'], next: done } ], next: ${index + 1 < states ? `s${index + 1}` : "done"} }`).join("\n")}\n  done: { type: succeed }\n`;

    const work = [124, 496].map((states) => workOf(() => validateText(chain(states))));

    expect((work[1] ?? 0) / (work[0] ?? 1)).toBeLessThan(5);
  });
});
