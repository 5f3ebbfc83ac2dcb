import { readdirSync, readFileSync } from "node:fs";
import { type CompiledFamily, compileFamily, validateText } from "@skald/dsl";
import { sha256Hex } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { proveDefinition, readTestFile, runScenario, testDefinition } from "../src/index.ts";

const FOLDER = new URL("../../../docs/examples/", import.meta.url);
const FILES = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((name) => /(?<!\.test)\.yaml$/.test(name))
  .toSorted();
const textOf = (file: string): string => readFileSync(new URL(file, FOLDER), "utf8");

const { documents } = validateText(FILES.map(textOf).join("\n---\n"), { many: true });
const families: readonly (readonly [string, CompiledFamily])[] = documents.flatMap((document) => {
  const family = document.kind === "saga" ? compileFamily(document, { documents, sha256: sha256Hex }) : null;
  return family === null ? [] : [[FILES[document.source.document] ?? "", family] as const];
});

describe("the examples of the documentation", () => {
  test("are all proven: there is one of each kind of wait among them", () => {
    const states = families.flatMap(([, { definition }]) => Object.values(definition.states));

    expect(families).toHaveLength(documents.filter(({ kind }) => kind === "saga").length);
    expect(states.some(({ type }) => type === "listen") && states.some(({ type }) => type === "human")).toBe(true);
    expect(states.some((state) => state.type === "task" && state.await !== null)).toBe(true);
    expect(states.some((state) => state.type === "task" && state.queue !== null)).toBe(true);
    expect(states.some((state) => state.type === "task" && state.locks.length > 0)).toBe(true);
    expect(states.some((state) => state.type === "transaction" && state.locks.length > 0)).toBe(true);
  });

  test.each(families)("%s holds, and its proof is complete", (_file, { definition, children }) => {
    expect(proveDefinition(definition, { children })).toMatchObject({ holds: true, complete: true, violations: [] });
  });

  test.each(families.filter(([file]) => /callback|human|listen|worker/.test(file)))(
    "%s has paths that go over every failure and decision",
    (_file, { definition, children }) => {
      const { passed, coverage } = testDefinition(definition, { explore: { children } });

      expect({ passed, missing: coverage.all.missing }).toEqual({ passed: true, missing: [] });
    },
  );

  test.each(families.filter(([file]) => readdirSync(new URL(".", new URL(file, FOLDER))).some((name) => name.endsWith(".test.yaml"))))(
    "%s does what the test file beside it says",
    (file, { definition, children }) => {
      const text = textOf(file.replace(/\.yaml$/, ".test.yaml"));
      const read = readTestFile(text);

      expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=../../../packages/dsl/schema/test.schema.json");
      const problems = read.ok ? read.scenarios.flatMap((scenario) => runScenario(definition, scenario, children).problems) : read.problems;
      expect(problems).toEqual([]);
    },
  );
});
