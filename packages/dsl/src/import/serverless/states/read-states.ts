import { isJsonArray, isJsonObject, type JsonObject } from "@skald/shared";
import { documentOf, END, type Environment, withDocument } from "../../flow/flow.ts";
import { type Catcher, passingNode } from "../../flow/nodes.ts";
import { validErrorType } from "../../names.ts";
import { Refusal } from "../../session.ts";
import { layOver, objectOf, type Term, tight } from "../../term/term.ts";
import { durationText } from "../durations.ts";
import { expressionAt, fieldAt, tellAt, textIn } from "../place.ts";
import type { ReadState } from "./read-state.ts";
import { addStateWork } from "./state-work.ts";
import { targetOf } from "./transitions.ts";
import { placeIn, type Scoped, stateNameOf } from "./workflow.ts";

/** Adds the nodes of all states. States that compensate others are no part of the flow. */
export function readStates(scoped: Scoped): void {
  const listed = fieldAt(scoped.workflow.json, "states");
  for (const [index, state] of (listed !== undefined && isJsonArray(listed) ? listed : []).entries()) {
    const at = ["states", index];
    const name = isJsonObject(state) ? textIn(state, "name") : undefined;
    if (!isJsonObject(state) || name === undefined)
      throw new Refusal(at, "A state has no name.", 'A state is an object with "name" and "type".');
    if (state["usedForCompensation"] !== true) readState(scoped, { json: state, at, name });
  }
}

type Given = Pick<ReadState, "json" | "at" | "name">;

function readState(scoped: Scoped, { json, at, name }: Given): void {
  const { session } = scoped.workflow;
  const timeouts = fieldAt(json, "timeouts");
  const isSwitch = textIn(json, "type") === "switch";
  const target = isSwitch ? END : targetOf(scoped, { json, at, from: name, way: "" });
  const filter = fieldAt(json, "stateDataFilter");
  const to =
    isJsonObject(filter) && textIn(filter, "output") !== undefined && !isSwitch
      ? addOutputFilter(scoped, { json, at, name }, target)
      : target;
  const read: ReadState = {
    scoped,
    json,
    at,
    name,
    to,
    catchers: catchersOf(scoped, { json, at, name }),
    actionTimeout: isJsonObject(timeouts) ? durationText(fieldAt(timeouts, "actionExecTimeout")) : undefined,
  };
  if (isJsonObject(timeouts) && fieldAt(timeouts, "stateExecTimeout") !== undefined)
    tellAt({ session, at: [...at, "timeouts", "stateExecTimeout"] }, "dropped", [
      `The time-out of "${name}" as a whole has no counterpart; steps and sagas have one.`,
      "Give its steps a timeout.",
    ]);
  const comment = textIn(json, "comment");
  if (comment !== undefined) session.comments.set(stateNameOf(scoped, name), comment);

  const input = isJsonObject(filter) ? textIn(filter, "input") : undefined;
  if (input === undefined) addStateWork(read, name);
  else addInputFilter(read, input);
}

// The entry of a state keeps its name, so its input is filtered before the work that follows it.
function addInputFilter(read: ReadState, input: string): void {
  const { scoped, at, name } = read;
  const inner = `${name} with its input`;
  addStateWork({ ...read, name: inner }, name);
  const work = scoped.nodes.get(name) === undefined ? inner : name;
  const behind = (entry: Environment): Environment =>
    withDocument(entry, expressionAt(input, placeIn(scoped.workflow, [...at, "stateDataFilter", "input"], { environment: entry })));
  const moved = scoped.nodes.get(work);
  if (moved === undefined || work !== name) {
    scoped.nodes.set(name, passingNode({ id: name, at, to: inner, behind }));
    return;
  }
  scoped.nodes.set(name, { ...moved, build: (entry) => moved.build(behind(entry)) });
}

function addOutputFilter(scoped: Scoped, { json, at, name }: Given, to: ReadState["to"]): string {
  const id = `output of ${name}`;
  const filter = fieldAt(json, "stateDataFilter");
  const output = isJsonObject(filter) ? (textIn(filter, "output") ?? ".") : ".";
  const place = [...at, "stateDataFilter", "output"];
  scoped.nodes.set(
    id,
    passingNode({
      id,
      at: place,
      to,
      behind: (entry) => withDocument(entry, expressionAt(output, placeIn(scoped.workflow, place, { environment: entry }))),
    }),
  );

  return id;
}

const ERROR: Term = objectOf([
  ["code", tight("error.type")],
  ["name", tight("error.type")],
  ["message", tight("error.detail")],
]);

function catchersOf(scoped: Scoped, { json, at, name }: Given): readonly Catcher[] {
  const listed = fieldAt(json, "onErrors");
  const entries = listed !== undefined && isJsonArray(listed) ? listed : [];

  return entries.flatMap((entry, index): readonly Catcher[] => {
    if (!isJsonObject(entry)) return [];
    const place = [...at, "onErrors", index];
    const to = targetOf(scoped, { json: entry, at: place, from: name, way: ` on error${index === 0 ? "" : ` ${index + 1}`}` });
    return [
      {
        errors: errorsOf(entry),
        to,
        behind: (environment) => withDocument(environment, layOver(documentOf(environment), objectOf([["error", ERROR]]))),
      },
    ];
  });
}

function errorsOf(entry: JsonObject): readonly string[] {
  const several = fieldAt(entry, "errorRefs");
  const names = [entry["errorRef"], ...(several !== undefined && isJsonArray(several) ? several : [])].filter(
    (name) => typeof name === "string",
  );
  const isAny = names.length === 0 || names.some((name) => name === "*" || name === "DefaultErrorRef");

  return isAny ? ["*"] : [...new Set(names.map(validErrorType))];
}
