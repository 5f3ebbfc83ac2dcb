import { afterEach, describe, expect, test } from "vitest";
import { anOrder } from "../../testing/sagas.ts";
import { createInlineProver } from "../testing/inline-prover.ts";
import { createProver, type Prover } from "./create-prover.ts";

const LONG_MS = 60_000;

describe.each([
  ["in a thread", () => createProver(LONG_MS)],
  ["in the tests of the edge", createInlineProver],
])("a prover %s", (_where, create: () => Prover) => {
  test("proves a definition as the library does, and again when it is asked again", async () => {
    const prover = create();

    const proofs = await Promise.all([prover.prove(anOrder()), prover.prove(anOrder())]);
    const later = await prover.prove(anOrder());
    await prover.close();

    expect(proofs[0]).toMatchObject({ holds: true, complete: true, limit: 10_000 });
    expect(proofs[0].configurations).toBeGreaterThan(10);
    expect([proofs[1], later]).toEqual([proofs[0], proofs[0]]);
  });
});

describe("a proof that takes too long", () => {
  let prover: Prover;
  afterEach(() => prover.close());

  test("says that nothing was looked at, and the engine answers meanwhile", async () => {
    prover = createProver(1);
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);

    const proof = await prover.prove(anOrder());

    clearInterval(ticking);
    expect(proof).toMatchObject({ complete: false, configurations: 0, violations: [], ends: [] });
    expect(turns).toBeGreaterThan(0);
  });
});
