import type { DefinitionSummary, DefinitionView, GraphNode, GraphView } from "@skald/shared";
import { readSource, SERVICE_NAMES, sourceOf } from "./fake-shop.ts";

/** The shop's order saga as the engine would draw it. */
export const ORDER_GRAPH: GraphView = {
  start: "createOrder",
  nodes: [
    node("createOrder", 0, ["orders", "create"], { undo: { kind: "call", label: "orders.create undo" } }),
    node("reserve", 1, ["inventory", "reserve"], { undo: { kind: "call", label: "inventory.reserve undo" } }),
    node("authorise", 2, ["payments", "authorise"], { undo: { kind: "call", label: "payments.authorise undo" } }),
    node("ship", 3, ["shipping", "schedule"], { undo: { kind: "call", label: "shipping.schedule undo" } }),
    node("capture", 4, ["payments", "capture"], { kind: "pivot", pivot: true, undo: { kind: "none", label: "the pivot has no undo" } }),
    node("announce", 5, ["notifications", "announce"], { kind: "retriable", undo: { kind: "afterPivot", label: "retry only" } }),
    node("done", 6, null, { type: "succeed", undo: { kind: "none", label: "" } }),
    node("rejected", 2, null, { type: "fail", row: 1, undo: { kind: "none", label: "" } }),
  ],
  edges: [
    edge("createOrder", "reserve"),
    edge("reserve", "authorise"),
    edge("authorise", "ship"),
    edge("ship", "capture"),
    edge("capture", "announce"),
    edge("announce", "done"),
    { from: "reserve", to: "rejected", kind: "catchCompensate", label: "OutOfStock" },
  ],
  columns: 7,
  rows: 2,
  pivotColumn: 4,
};

const CREATED_AT = "2026-11-02T09:14:00.000Z";

/** What `GET /definitions` lists. */
export const DEFINITIONS: readonly DefinitionSummary[] = [
  summary("order", "2.1.0", { kind: "saga", title: "Order fulfilment", versions: 2, running: 6 }),
  summary("refund", "1.0.2", { kind: "saga", title: "Refund of an order", versions: 1, running: 0 }),
  ...SERVICE_NAMES.map((name) => summary(name, "1.0.0", { kind: "service", title: null, versions: 1, running: 0 })),
];

/** One version of a document of the shop; null when there is no such version. */
export function definitionView(name: string, version: string): DefinitionView | null {
  const own = DEFINITIONS.find((item) => item.name === name);
  const source = sourceOf(name, version);
  if (own === undefined || source === null) return null;

  return { ...own, version, state: version === own.version ? "active" : "deprecated", canonical: {}, ...readSource(source) };
}

function summary(
  name: string,
  version: string,
  own: Pick<DefinitionSummary, "kind" | "title" | "versions" | "running">,
): DefinitionSummary {
  return { namespace: "shop", name, version, hash: `sha256:${name}`, state: "active", createdAt: CREATED_AT, ...own };
}

function node(state: string, column: number, call: readonly [string, string] | null, own: Partial<GraphNode>): GraphNode {
  return {
    state,
    parent: null,
    type: "task",
    title: state,
    service: call?.[0] ?? null,
    operation: call?.[1] ?? null,
    kind: call === null ? null : "compensatable",
    column,
    row: 0,
    span: { columns: 1, rows: 1 },
    undo: { kind: "none", label: "" },
    pivot: false,
    ...own,
  };
}

function edge(from: string, to: string): GraphView["edges"][number] {
  return { from, to, kind: "next", label: null };
}
