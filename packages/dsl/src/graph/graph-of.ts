import type { GraphEdge, GraphNode, GraphView } from "@skald/shared";
import { type PivotReach, pivotReach } from "../model/chart/pivot-reach.ts";
import type { ResolvedChildren } from "../model/children/resolve-children.ts";
import { edgesOf, kindOfTask } from "../model/edges.ts";
import { operationOf } from "../model/resolve.ts";
import type { SagaModel, StateModel, TaskState } from "../model/saga-model.ts";
import type { CallModel, ServiceModel } from "../model/service-model.ts";
import { layOut } from "./lay-out.ts";

type Services = ReadonlyMap<string, ServiceModel | null>;

/** The picture of a saga: boxes in columns and rows, the undo of each step, the edges, and where the pivot stands. Stable. */
export function graphOf(saga: SagaModel, services: Services, children: ResolvedChildren = new Map()): GraphView {
  const places = layOut(saga);
  const reach = pivotReach(saga, { services, children });
  const nodes = saga.states.map((state) => nodeOf(state, { services, reach, place: places.get(state.name) ?? { column: 0, row: 0 } }));
  const pivots = nodes.filter((node) => node.pivot).map((node) => node.column);

  return {
    start: saga.start,
    nodes,
    edges: saga.states.flatMap((state) => edgesOf(state).map((edge): GraphEdge => ({ from: state.name, ...edge }))),
    columns: 1 + Math.max(-1, ...nodes.map((node) => node.column)),
    rows: 1 + Math.max(-1, ...nodes.map((node) => node.row)),
    pivotColumn: pivots.length === 0 ? null : Math.min(...pivots),
  };
}

interface Surroundings {
  readonly services: Services;
  readonly reach: PivotReach;
  readonly place: { readonly column: number; readonly row: number };
}

function nodeOf(state: StateModel, { services, reach, place }: Surroundings): GraphNode {
  const title = titleOf(state.name);
  if (state.type !== "task") {
    return {
      state: state.name,
      type: state.type,
      title,
      service: null,
      operation: null,
      kind: null,
      ...place,
      undo: { kind: "none", label: "" },
      pivot: false,
    };
  }

  const kind = kindOfTask(state, services);
  return {
    state: state.name,
    type: "task",
    title,
    service: state.call.kind === "operation" ? state.call.service : null,
    operation: operationText(state),
    kind,
    ...place,
    undo: undoOf(state, { services, reach }),
    pivot: kind === "pivot",
  };
}

function undoOf(task: TaskState, { services, reach }: Pick<Surroundings, "services" | "reach">): GraphNode["undo"] {
  const kind = kindOfTask(task, services);
  if (kind === "readOnly") return { kind: "none", label: "changes nothing" };
  if (kind === "pivot") return { kind: "none", label: "no way back" };
  if (!reach.before.has(task.name) && reach.after.has(task.name)) return { kind: "afterPivot", label: "after the pivot" };

  const call = task.compensate ?? operationOf(task, services)?.compensate ?? null;
  if (call !== null) return { kind: "call", label: undoName(call) };

  return task.irreversible
    ? { kind: "irreversible", label: "accepted as irreversible" }
    : { kind: "missing", label: "nothing undoes this step" };
}

/** A name people know an undo by: the last word of `POST /orders/…/cancel`, or the method and what it is about. */
function undoName(call: CallModel): string {
  const words = (call.path ?? call.url ?? "")
    .replace(/\$\{.*?\}/g, "")
    .split("/")
    .filter((word) => /^[\w.-]+$/.test(word));
  const last = words.at(-1) ?? "";
  const isVerb = call.method === "POST" && !/\}\s*$/.test(call.path ?? call.url ?? "");

  return isVerb && last !== "" ? last : `${call.method.toLowerCase()} ${last}`.trim();
}

function operationText({ call }: TaskState): string {
  if (call.kind === "operation") return call.operation;

  return call.kind === "worker" ? `worker ${call.queue}` : `${call.call.method} ${call.call.path ?? call.call.url ?? ""}`;
}

/** `createOrder` → `Create order`. */
function titleOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();

  return words.charAt(0).toUpperCase() + words.slice(1);
}
