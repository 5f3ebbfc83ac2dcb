import { sha256Hex } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { childFromCompiled } from "./child-from-compiled.ts";
import { type CompiledFamily, compileFamily } from "./compile-family.ts";
import { type ChildSummary, childFromModel } from "./model/children/child-summary.ts";
import { BLOCKS_SERVICE, EVERY_TYPE } from "./testing/every-type.ts";
import { headOf } from "./testing/told.ts";
import { type ValidateOptions, validateText } from "./validate-text.ts";

function family(text: string, options: ValidateOptions = {}): CompiledFamily | null {
  const { documents } = validateText(text, { many: true, ...options });
  const saga = documents.find(({ kind }) => kind === "saga");

  return saga?.kind === "saga" ? compileFamily(saga, { documents, sha256: sha256Hex }) : null;
}

function starting(...names: readonly string[]): string {
  const states = names.map((name, index) => `  s${index}: { type: saga, saga: ${name}, next: s${index + 1} }\n`);

  return `start: s0\nstates:\n${states.join("")}  s${names.length}: { type: succeed }\n---\n`;
}

const QUIET = "start: done\nstates:\n  done: { type: succeed }\n---\n";
const FOUND: ChildSummary = {
  namespace: "default",
  name: "b",
  version: "1.0.0",
  input: null,
  output: [],
  canPassPivot: false,
  children: [],
};

describe("a saga with the sagas it starts", () => {
  test("is compiled with each of them once, however often it is started", () => {
    const text = `${headOf("a")}${starting("b", "c")}${headOf("b")}${starting("c")}${headOf("c")}${QUIET}`;

    const compiled = family(text);

    expect(compiled?.definition.name).toBe("a");
    expect(compiled?.children.map(({ name }) => name)).toEqual(["b", "c"]);
  });

  test("is another saga when a child of it is", () => {
    const [before, after] = [QUIET, QUIET.replace("succeed", "succeed, output: 1")].map((child) =>
      family(`${headOf("a")}${starting("b")}${headOf("b")}${child}`),
    );

    expect(after?.children[0]?.hash).not.toBe(before?.children[0]?.hash);
    expect(after?.definition.hash).not.toBe(before?.definition.hash);
  });

  test.each<[string, string, ValidateOptions]>([
    ["it has a mistake itself", `${headOf("a")}${starting("b").replace("s0\n", "s9\n")}${headOf("b")}${QUIET}`, {}],
    ["a child has a mistake", `${headOf("a")}${starting("b")}${headOf("b")}${QUIET.replace("done\n", "gone\n")}`, {}],
    ["a child of a child has a mistake", `${headOf("a")}${starting("b")}${headOf("b")}${starting("c")}`, {}],
    ["a child is known, but is not among the documents", `${headOf("a")}${starting("b")}`, { findSaga: () => FOUND }],
    ["a child leads back to it", `${headOf("a")}${starting("b")}${headOf("b")}${starting("a")}`, {}],
  ])("is not compiled where %s", (_what, text, options) => {
    expect(family(text, options)).toBeNull();
  });
});

describe("the summary of a saga", () => {
  test.each([
    ["with states of every type, and a pivot", `${BLOCKS_SERVICE}${EVERY_TYPE}`],
    ["with an output and no pivot", `${headOf("a")}${QUIET.replace("succeed", "succeed, output: { id: 1 }")}`],
    [
      "with a body that starts a child",
      `${headOf("a")}start: each\nstates:\n  each: { type: forEach, in: '\${ [1] }', body: { start: go, states: { go: { type: saga, saga: b, end: true } } }, next: done }\n  done: { type: succeed }\n---\n${headOf("b")}${QUIET}`,
    ],
  ])("is the same by its model and by its compiled form: one %s", (_what, text) => {
    const { documents } = validateText(text, { many: true });
    const saga = documents.find(({ kind }) => kind === "saga");
    if (saga?.kind !== "saga" || saga.model === null) throw new Error("The saga has a mistake.");

    const compiled = compileFamily(saga, { documents, sha256: sha256Hex })?.definition;

    expect(compiled === undefined ? null : childFromCompiled(compiled)).toEqual(childFromModel(saga.model, saga.resolved));
  });
});
