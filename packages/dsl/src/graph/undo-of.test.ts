import type { Json } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { sagaModel } from "../model/saga-document.ts";
import { serviceModel } from "../model/service-document.ts";
import { graphOf } from "./graph-of.ts";

const ledger = serviceModel({
  document: { name: "ledger" },
  protocol: "postgres",
  operations: { book: { kind: "compensatable", call: { sql: "insert" }, compensate: { call: { sql: "delete" } } } },
});

function undoLabel(state: Json): string | undefined {
  const saga = sagaModel({ document: { name: "a" }, start: "a", states: { a: state, done: { type: "succeed" } } });

  return graphOf(saga, new Map([["ledger", ledger]])).nodes.find((node) => node.state === "a")?.undo.label;
}

const byCall = (call: Json): Json => ({
  type: "task",
  kind: "compensatable",
  call: { http: { method: "POST", url: "https://x" } },
  compensate: { call: { http: call } },
  next: "done",
});

describe("an undo is named as people know it", () => {
  test.each<[string, Json, string]>([
    ["by the verb a path ends with", byCall({ method: "POST", url: "https://x/orders/${ output.id }/cancel" }), "cancel"],
    [
      "by method and thing where the path ends with a value",
      byCall({ method: "POST", url: "https://x/orders/${ output.id }" }),
      "post orders",
    ],
    ["by method and thing where it deletes", byCall({ method: "DELETE", url: "https://x/orders/${ output.id }" }), "delete orders"],
    ["by its method alone where nothing is said of the thing", byCall({ method: "POST", url: "${ env.UNDO }" }), "post"],
    ["by its language where it speaks to a database", { type: "task", call: "ledger.book", next: "done" }, "SQL"],
    [
      "by the event that takes an event back",
      { type: "emit", event: { type: "e" }, compensate: { emit: { type: "e.taken-back" } }, next: "done" },
      "e.taken-back",
    ],
    [
      "by the operation that takes an event back",
      { type: "emit", event: { type: "e" }, compensate: { call: "stock.free" }, next: "done" },
      "free",
    ],
    ["by nothing where an event is not taken back", { type: "emit", event: { type: "e" }, next: "done" }, ""],
  ])("%s", (_how, state, label) => {
    expect(undoLabel(state)).toBe(label);
  });
});
