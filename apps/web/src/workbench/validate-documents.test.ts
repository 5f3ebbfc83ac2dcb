import type { CompiledSaga } from "@skald/dsl";
import { describe, expect, test } from "vitest";
import { readSource, SERVICE_NAMES, sourceOf, validate } from "../../test/fake-shop.ts";
import type { StoredDocument } from "./messages.ts";
import { validateDocuments } from "./validate-documents.ts";

const ORDER = sourceOf("order", "2.1.0") ?? "";
const SERVICES = SERVICE_NAMES.map((name): StoredDocument => {
  const source = sourceOf(name, "1.0.0") ?? "";
  return { kind: "service", namespace: "shop", name, version: "1.0.0", source, compiled: null };
});
const CAPABILITIES = ["fail", "set", "succeed", "switch", "task", "wait"];

describe("validating in the console", () => {
  test("says what else would be looked at, and nothing more once that is given", () => {
    const first = validateDocuments({ text: ORDER, stored: [], capabilities: null });
    const second = validateDocuments({ text: ORDER, stored: SERVICES, capabilities: null });

    expect(first.wanted.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(SERVICE_NAMES.map((name) => `service ${name}`).sort());
    expect(second).toMatchObject({ wanted: [], view: { valid: true } });
  });

  test.each([
    ["the shop's saga", ORDER],
    ["a reference that leads nowhere", ORDER.replace("next: ship", "next: shp")],
    ["a shape that is wrong", ORDER.replace("timeout: {", "timeout: { afer: 1, ")],
    ["what the engine cannot run", `${ORDER}\ntriggers: [{ http: { method: POST, path: /a } }]\n`],
    ["no YAML", "a: [b"],
    ["nothing", ""],
  ])("says of %s what the engine says, to the letter", (_, text) => {
    const { view } = validateDocuments({ text, stored: SERVICES, capabilities: CAPABILITIES });

    expect(view).toEqual(validate(text));
  });

  test("a child saga is read as it is stored", () => {
    const compiled = readSource(ORDER).compiled as CompiledSaga;
    const child: StoredDocument = { kind: "saga", namespace: "shop", name: "order", version: "2.1.0", source: ORDER, compiled };
    const text = `document: { dsl: "1.0", kind: saga, namespace: shop, name: outer, version: 1.0.0 }
start: inner
states:
  inner: { type: saga, saga: shop/order, input: {}, next: done }
  done: { type: succeed }
`;

    const without = validateDocuments({ text, stored: [], capabilities: null });
    const within = validateDocuments({ text, stored: [child], capabilities: null });

    expect(without.wanted).toEqual([{ kind: "saga", namespace: "shop", name: "order" }]);
    expect(within.view.diagnostics.map(({ code }) => code)).not.toContain("UNKNOWN_CHILD");
  });
});
