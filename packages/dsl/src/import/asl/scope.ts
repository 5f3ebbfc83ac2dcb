import type { JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { FlowNode, FlowScope } from "../flow/flow.ts";
import { nameFor } from "../session.ts";
import { choiceNode, noMatchNode } from "./choice.ts";
import { keepComment } from "./data-flow.ts";
import { failNode, succeedNode } from "./ends.ts";
import type { AppliedLift } from "./lift/lifted.ts";
import { type AslState, type Machine, readsJsonata } from "./machine.ts";
import { mapNode } from "./map.ts";
import { parallelNode } from "./parallel.ts";
import { passNode } from "./pass.ts";
import { typeOf } from "./rules/check-fields.ts";
import { taskNode } from "./task.ts";
import { waitNode } from "./wait.ts";

/** The nodes of a machine. Throws a refusal where the source breaks the rules of its language. */
export function scopeOf(machine: Machine, lift: AppliedLift | null): FlowScope {
  const nodes = new Map<string, FlowNode>();
  for (const [id, state] of machine.states) {
    const read = stateOf(machine, id, lift?.rewired(id, state) ?? state);
    for (const node of nodesOf(read, lift)) nodes.set(node.id, node);
  }
  return { id: machine.scopeId, at: machine.at, start: machine.start, nodes };
}

/** A state of a machine with what belongs to it. */
export function stateOf(machine: Machine, id: string, json: JsonObject): AslState {
  const at: Path = [...machine.at, "States", id];
  const usesJsonata = readsJsonata(json, at, machine.usesJsonata);

  return { machine, id, at, json, name: nameFor(machine.session, `state ${machine.scopeId}/${id}`, id), usesJsonata };
}

function nodesOf(state: AslState, lift: AppliedLift | null): readonly FlowNode[] {
  keepComment(state);
  switch (typeOf(state)) {
    case "Task":
      state.machine.tasks.set(`${state.machine.scopeId}/${state.id}`, state);
      return [taskNode(state, lift?.undoOf(state.id))];
    case "Pass":
      return [passNode(state)];
    case "Choice":
      return [choiceNode(state), noMatchNode(state)];
    case "Wait":
      return [waitNode(state)];
    case "Succeed":
      return [succeedNode(state)];
    case "Fail":
      return [failNode(state)];
    case "Parallel":
      return [parallelNode(state, scopeOf)];
    case "Map":
      return [mapNode(state, scopeOf)];
  }
}
