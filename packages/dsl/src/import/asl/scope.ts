import type { JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { FlowNode, FlowScope } from "../flow/flow.ts";
import { reachedIn } from "../flow/follow.ts";
import { nameFor } from "../session.ts";
import { keepComment } from "./data/data-flow.ts";
import type { AppliedLift } from "./lift/lifted.ts";
import { type AslState, type Machine, readsJsonata } from "./machine.ts";
import { typeOf } from "./rules/check-fields.ts";
import { choiceNode, noMatchNode } from "./states/choice.ts";
import { failNode, succeedNode } from "./states/ends.ts";
import { mapNode } from "./states/map.ts";
import { parallelNode } from "./states/parallel.ts";
import { passNode } from "./states/pass.ts";
import { waitNode } from "./states/wait.ts";
import { taskNode } from "./tasks/task.ts";

/** The nodes of a machine. Throws a refusal where the source breaks the rules of its language. */
export function scopeOf(machine: Machine, lift: AppliedLift | null): FlowScope {
  const nodes = new Map<string, FlowNode>();
  for (const [id, state] of machine.states) {
    const read = stateOf(machine, id, lift?.rewired(id, state) ?? state);
    for (const node of nodesOf(read, lift)) nodes.set(node.id, node);
  }
  const scope: FlowScope = { id: machine.scopeId, at: machine.at, start: machine.start, nodes };
  // Behind a lift nothing leads to what became an undo, which is told there.
  if (lift === null) tellUnreached(machine, scope);
  return scope;
}

function tellUnreached(machine: Machine, scope: FlowScope): void {
  const reached = reachedIn(scope);
  for (const id of machine.states.keys())
    if (!reached.has(id))
      machine.session.tell({
        at: [...machine.at, "States", id],
        kind: "dropped",
        what: `Nothing leads to "${id}"; it is left out.`,
        remedy: "Lead to it, or remove it from the source.",
      });
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
