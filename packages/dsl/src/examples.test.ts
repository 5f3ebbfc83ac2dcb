import { readdirSync, readFileSync } from "node:fs";
import { sha256Hex } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { isFaithful } from "./format/faithful.ts";
import {
  type CompiledSaga,
  compileFamily,
  exportMermaid,
  exportScxml,
  exportXstate,
  formatText,
  type ValidatedDocument,
  validateText,
} from "./index.ts";
import { drawGraph } from "./testing/draw-graph.ts";
import { tellMachine } from "./testing/tell-machine.ts";

const FOLDER = new URL("../../../docs/examples/", import.meta.url);
const FILES = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((name) => /(?<!\.test)\.yaml$/.test(name))
  .toSorted();
const TEXTS = new Map(FILES.map((name) => [name, readFileSync(new URL(name, FOLDER), "utf8")]));

const validation = validateText([...TEXTS.values()].join("\n---\n"), { many: true });
const sagas = validation.documents.filter((document) => document.kind === "saga");
const files = FILES.filter((_name, index) => sagas.some(({ source }) => source.document === index));

/** What the engine steps by itself today; `SagaHost` of the engine names the same. */
const RUNNABLE = new Set(["task", "switch", "wait", "set", "succeed", "fail"] as const);

type SagaDocument = Extract<ValidatedDocument, { kind: "saga" }>;

function sagaOf(file: string): SagaDocument {
  const saga = sagas.find(({ source }) => source.document === FILES.indexOf(file));
  if (saga === undefined) throw new Error(`${file} holds no saga.`);

  return saga;
}

function compile(saga: SagaDocument): CompiledSaga {
  const family = compileFamily(saga, { documents: validation.documents, sha256: sha256Hex });
  if (family === null) throw new Error("The saga has a mistake.");

  return family.definition;
}

describe("the examples of the documentation", () => {
  test("are valid, and warn of nothing but declared errors that are left to the undo", () => {
    const told = validation.diagnostics.map(({ code, document }) => `${code} ${FILES[document]}`);

    expect([...new Set(told)]).toEqual(["ERROR_NOT_CAUGHT order/order.yaml"]);
  });

  test("have a state of every type", () => {
    const types = new Set(sagas.flatMap((saga) => Object.values(compile(saga).states).map(({ type }) => type)));

    expect([...types].sort()).toEqual([
      "compensate",
      "emit",
      "fail",
      "forEach",
      "human",
      "listen",
      "parallel",
      "saga",
      "set",
      "succeed",
      "switch",
      "task",
      "transaction",
      "wait",
    ]);
  });

  test("are refused by an engine that cannot run them yet with no other word", () => {
    const { diagnostics } = validateText([...TEXTS.values()].join("\n---\n"), { many: true, runnable: RUNNABLE });
    const errors = diagnostics.filter(({ severity }) => severity === "error");

    expect([...new Set(errors.map(({ code }) => code))]).toEqual(["NOT_YET_RUNNABLE"]);
    expect(errors.map(({ document }) => FILES[document])).toContain("services/bookkeeper.yaml");
  });

  test.each(FILES)("%s says which schema it has, and is in its canonical form", (file) => {
    const text = TEXTS.get(file) ?? "";
    const kind = file.startsWith("services/") ? "service" : "saga";

    const formatted = formatText(text);

    expect(text.split("\n")[0]).toBe(`# yaml-language-server: $schema=../../../packages/dsl/schema/${kind}.schema.json`);
    expect(formatted).toEqual({ kind: "formatted", text });
    expect(isFaithful(text, formatted.kind === "formatted" ? formatted.text : "")).toBe(true);
  });

  test.each(files)("%s has the machine and the picture that were reviewed", async (file) => {
    const saga = compile(sagaOf(file));
    const golden = new URL(file.replace(/\.yaml$/, ""), FOLDER).pathname;

    await expect(tellMachine(saga)).toMatchFileSnapshot(`${golden}.machine.txt`);
    await expect(drawGraph(saga.graph)).toMatchFileSnapshot(`${golden}.picture.txt`);
  });

  test.each(files)("%s is exported to every format that draws or runs it", (file) => {
    const saga = sagaOf(file);
    const { machine, states } = compile(saga);
    const services = validation.documents.filter(({ kind }) => kind === "service").map(({ source }) => source.value);

    const mermaid = exportMermaid(saga.source.value, { services });
    const scxml = exportScxml(machine);

    expect(JSON.parse(exportXstate(machine))).toMatchObject({ id: "saga" });
    for (const name of Object.keys(states)) {
      expect(mermaid).toContain(name.split(".").at(-1));
      expect(scxml).toContain(name.split(".").at(-1));
    }
  });
});
