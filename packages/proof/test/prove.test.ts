import { validateText } from "@skald/dsl";
import { ProofView } from "@skald/shared";
import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";
import { proveDefinition } from "../src/index.ts";
import { compileDefinition, definitionText } from "./compile.ts";
import { DRAFTS, FAULTS } from "./faults.ts";

describe("the proof", () => {
  test.each(["order", "wiki", "trip", "transfer"])("holds for the good definition %s, and is complete", (name) => {
    const proof = proveDefinition(compileDefinition(name));

    expect(proof).toMatchObject({ holds: true, complete: true, violations: [] });
  });

  test.each(["order", "wiki", "trip", "transfer"])("is about %s as validation lets it through", (name) => {
    const { diagnostics } = validateText(definitionText(name), { many: true });

    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test.each([...DRAFTS, ...FAULTS])("finds: $title", ({ definition, changes, code, state }) => {
    const proof = proveDefinition(compileDefinition(definition, ...changes));

    expect(proof.violations.map((one) => `${one.code} ${one.state}`)).toContain(`${code} ${state}`);
  });

  test("is plain JSON of the shape the API promises", () => {
    const proof = proveDefinition(compileDefinition("order", ...(FAULTS[0]?.changes ?? [])));

    expect(JSON.parse(JSON.stringify(proof))).toEqual(proof);
    expect([...Value.Errors(ProofView, proof)]).toEqual([]);
  });
});
