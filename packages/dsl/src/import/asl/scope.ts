import { isJsonObject, type JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { FlowNode, FlowScope } from "../flow/flow.ts";
import { nameFor, Refusal, TooComplex } from "../session.ts";
import { choiceNode, noMatchNode } from "./choice.ts";
import { keepComment } from "./data-flow.ts";
import { failNode, succeedNode } from "./ends.ts";
import type { AppliedLift } from "./lift/lifted.ts";
import { type AslState, fieldOf, type Machine, textOf } from "./machine.ts";
import { mapNode } from "./map.ts";
import { parallelNode } from "./parallel.ts";
import { passNode } from "./pass.ts";
import { taskNode } from "./task.ts";
import { waitNode } from "./wait.ts";

const DEPTH_MAX = 16;

/** The nodes of a machine. Throws a refusal where the source breaks the rules of its language. */
export function scopeOf(machine: Machine, lift: AppliedLift | null): FlowScope {
  if (machine.depth > DEPTH_MAX) throw new TooComplex();
  const { json, at } = machine;
  const states = json["States"];
  const start = json["StartAt"];
  if (!isJsonObject(states) || Object.keys(states).length === 0)
    throw new Refusal([...at, "States"], 'A state machine has "States".', "Give it at least one state.");
  if (typeof start !== "string" || !Object.hasOwn(states, start))
    throw new Refusal(
      [...at, "StartAt"],
      `"StartAt" is ${JSON.stringify(start ?? null)}, which names no state of the machine.`,
      "Name the state it begins with.",
    );

  const nodes = new Map<string, FlowNode>();
  for (const [id, state] of Object.entries(states)) {
    const place: Path = [...at, "States", id];
    if (!isJsonObject(state)) throw new Refusal(place, `The state "${id}" is no object.`, 'A state is an object with a "Type".');
    const read = stateOf(machine, { id, json: lift?.rewired(id, state) ?? state, at: place });
    for (const node of nodesOf(read, lift)) nodes.set(node.id, node);
  }
  return { id: machine.scopeId, at, start, nodes };
}

/** A state of a machine with what belongs to it. */
export function stateOf(
  machine: Machine,
  { id, json, at }: { readonly id: string; readonly json: JsonObject; readonly at: Path },
): AslState {
  const language = textOf({ json }, "QueryLanguage");
  const usesJsonata = language === undefined ? machine.usesJsonata : language === "JSONata";

  return { machine, id, at, json, name: nameFor(machine.session, `state ${machine.scopeId}/${id}`, id), usesJsonata };
}

function nodesOf(state: AslState, lift: AppliedLift | null): readonly FlowNode[] {
  keepComment(state);
  switch (textOf(state, "Type")) {
    case "Task":
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
    default:
      throw new Refusal(
        [...state.at, "Type"],
        `The state "${state.id}" has the type ${JSON.stringify(fieldOf(state, "Type") ?? null)}, which the Amazon States Language does not know.`,
        "Use Task, Pass, Choice, Wait, Parallel, Map, Succeed or Fail.",
      );
  }
}
