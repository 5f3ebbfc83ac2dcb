import { readdirSync, readFileSync } from "node:fs";
import { sha256Hex } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { type CompiledSaga, compileSaga, graphOf, type ServiceModel, validateText } from "../index.ts";

const SHOP = new URL("../../../../examples/shop/", import.meta.url);
const read = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, SHOP)).map((name) => readFileSync(new URL(`${folder}${name}`, SHOP), "utf8"));
const services = read("services/");

function compileOrder(change: (text: string) => string = (text) => text): CompiledSaga {
  const order = readFileSync(new URL("sagas/order.yaml", SHOP), "utf8");
  const { documents, diagnostics } = validateText([...services, order].map(change).join("\n---\n"), { many: true });
  const saga = documents.find((document) => document.kind === "saga");
  if (saga?.kind !== "saga" || saga.model === null) throw new Error(diagnostics.map((one) => one.message).join("\n"));

  const found = new Map([...saga.resolved].filter((entry): entry is [string, ServiceModel] => entry[1] !== null));
  return compileSaga(saga.model, { services: found, graph: graphOf(saga.model, found), sha256: sha256Hex });
}

describe("the order saga, compiled", () => {
  test("has everything of the catalogue resolved into its steps", () => {
    const { states } = compileOrder();

    expect(states["reserve"]).toMatchObject({
      type: "task",
      service: "shop/inventory",
      operation: "reserve",
      kind: "compensatable",
      timeoutMs: 2000,
      undoReadsAnswer: true,
    });
    expect(states["authorise"]).toMatchObject({ undoReadsAnswer: false, sensitive: ["/payment"] });
    expect(states["capture"]).toMatchObject({ kind: "pivot", compensate: null, verify: { conclusive: true } });
  });

  test("knows which steps stand behind the pivot", () => {
    const { states } = compileOrder();

    expect(Object.values(states).flatMap((state) => (state.type === "task" && state.afterPivot ? [state.name] : []))).toEqual(["announce"]);
  });

  test("marks what is sensitive in its input", () => {
    expect(compileOrder().sensitiveInput).toEqual(["/payment"]);
  });

  test("has the same hash for the same meaning", () => {
    expect(compileOrder((text) => `# a comment\n${text}`).hash).toBe(compileOrder().hash);
  });

  test.each([
    ["an undo", "path: /api/inventory/release", "path: /api/inventory/free"],
    ["a retry", "attempts: 3, delay: 100ms", "attempts: 4, delay: 100ms"],
    ["a step", "template: order-confirmed", "template: order-placed"],
  ])("has another hash when %s changes, wherever it stands", (_what, from, to) => {
    const changed = compileOrder((text) => text.replaceAll(from, to));

    expect(changed.hash).not.toBe(compileOrder().hash);
  });

  test("keeps its hash when only live values of a service change", () => {
    const changed = compileOrder((text) => text.replaceAll("concurrency: 50", "concurrency: 10"));

    expect(changed.hash).toBe(compileOrder().hash);
  });
});
