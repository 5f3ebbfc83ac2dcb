import type { Json } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { canonicalDocument } from "../../src/model/canonical.ts";
import { validateText } from "../../src/validate-text.ts";
import { attack, describeGlobals, seedOfRun } from "./attack.ts";
import { DOCUMENTS } from "./documents.ts";
import { mutateStructure } from "./mutate-structure.ts";
import { validateCalmly } from "./validate-calmly.ts";

const seed = seedOfRun();
const MUTANTS = 2_000;
const READ = validateText(DOCUMENTS.join("\n---\n"), { many: true }).documents;
const [first = null, ...rest] = READ.map(({ source }): Json => source.value);

describe("validation of a document", () => {
  test(`holds for ${MUTANTS} documents of the examples with wrong parts (seed ${seed})`, { timeout: 300_000 }, () => {
    const before = describeGlobals();

    attack({
      seed,
      runs: MUTANTS,
      make: (random) => JSON.stringify(mutateStructure(random.pick([first, ...rest]), [first, ...rest], random)),
      strike: validateCalmly,
    });

    expect(describeGlobals()).toBe(before);
  });

  test("gives the same canonical form when what was accepted is read again as JSON", () => {
    const again = validateText(JSON.stringify([first, ...rest]), { many: true });

    expect(READ.filter(({ model }) => model !== null).length).toBeGreaterThan(8);
    expect(again.documents.map(({ model }) => model && canonicalDocument(model))).toEqual(
      READ.map(({ model }) => model && canonicalDocument(model)),
    );
  });
});
