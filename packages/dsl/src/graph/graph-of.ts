import type { GraphEdge, GraphNode, GraphView } from "@skald/shared";
import type { ResolvedChildren } from "../model/children/resolve-children.ts";
import { edgesOf, kindOfTask } from "../model/edges.ts";
import { mustGet } from "../model/must-get.ts";
import type { SagaModel, StateModel, TaskCall } from "../model/saga-model.ts";
import type { ServiceModel } from "../model/service-model.ts";
import { addressOf } from "../model/states/address-of.ts";
import { isPivot, pivotReach, type Resolved } from "../model/states/pivot-reach.ts";
import { type PlacedState, placedStates } from "../model/states/placed-states.ts";
import { extentOf, layOut, type Place } from "./lay-out.ts";
import { type UndoSurroundings, undoOf } from "./undo-of.ts";

type Services = ReadonlyMap<string, ServiceModel | null>;

/**
 * The picture of a saga: boxes in columns and rows, the undo of each step, the edges, and where the pivot stands. States
 * are called by their path; what stands inside a block has places inside the block's span. Stable.
 */
export function graphOf(saga: SagaModel, services: Services, children: ResolvedChildren = new Map()): GraphView {
  const resolved: Resolved = { services, children };
  const surroundings = { resolved, reach: pivotReach(saga, (state) => isPivot(state, resolved)) };
  const places = layOut(saga);
  const placed = placedStates(saga);
  const nodes = placed.map((one) => nodeOf(one, mustGet(places, one.fullName), surroundings));
  const pivots = nodes.filter((node) => node.pivot).map((node) => node.column);

  return {
    start: saga.start,
    nodes,
    edges: placed.flatMap(edgesFrom),
    ...extentOf([...places.values()]),
    pivotColumn: pivots.length === 0 ? null : Math.min(...pivots),
  };
}

function edgesFrom({ state, fullName }: PlacedState): readonly GraphEdge[] {
  const scope = fullName.slice(0, fullName.length - state.name.length);

  return edgesOf(state).map((edge) => ({ from: fullName, ...edge, to: `${scope}${edge.to}` }));
}

function nodeOf(placed: PlacedState, { column, row, span }: Place, surroundings: UndoSurroundings): GraphNode {
  const { state, fullName, block } = placed;
  const { services } = surroundings.resolved;

  return {
    state: fullName,
    parent: block?.fullName ?? null,
    type: state.type,
    title: titleOf(state.name),
    ...calledBy(state),
    kind: kindOf(state, services),
    column,
    row,
    span,
    undo: undoOf(placed, surroundings),
    pivot: isPivot(state, surroundings.resolved),
  };
}

function kindOf(state: StateModel, services: Services): string | null {
  if (state.type === "transaction") return state.kind;

  return state.type === "task" ? kindOfTask(state, services) : null;
}

/** Whom a state talks to, and about what; nothing for states that talk to nobody. */
function calledBy(state: StateModel): Pick<GraphNode, "service" | "operation"> {
  switch (state.type) {
    case "task":
      return { service: state.call.kind === "operation" ? state.call.service : null, operation: operationText(state.call) };
    case "transaction":
      return { service: null, operation: `${state.protocol} ${state.participants.map((one) => one.name).join(", ")}` };
    case "saga":
      return { service: null, operation: `${state.saga.namespace}/${state.saga.name}` };
    case "emit":
      return { service: null, operation: state.event.type };
    case "listen":
      return {
        service: null,
        operation: state.cases.map(({ awaits }) => (awaits.kind === "event" ? awaits.type : awaits.name)).join(", "),
      };
    case "human":
      return { service: null, operation: Object.keys(state.outcomes).join(", ") };
    default:
      return { service: null, operation: null };
  }
}

function operationText(call: TaskCall): string {
  if (call.kind === "operation") return call.operation;

  return call.kind === "worker" ? `worker ${call.queue}` : `${call.call.method} ${addressOf(call.call)}`;
}

/** `createOrder` → `Create order`. */
function titleOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();

  return words.charAt(0).toUpperCase() + words.slice(1);
}
