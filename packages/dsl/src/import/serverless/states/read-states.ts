import type { JsonObject } from "@skald/shared";
import { documentOf, END, withDocument } from "../../flow/flow.ts";
import type { Catcher } from "../../flow/nodes.ts";
import { validErrorType } from "../../names.ts";
import { layOver, objectOf, type Term, tight } from "../../term/term.ts";
import { fieldAt, listIn, objectIn, textIn } from "../fields.ts";
import { tellAt } from "../place.ts";
import { objectsAt, tellUnread } from "../unread.ts";
import type { ReadState } from "./read-state.ts";
import { filterInput, filterOutput } from "./state-filters.ts";
import { addStateWork } from "./state-work.ts";
import { targetOf } from "./transitions.ts";
import { type Scoped, stateNameOf } from "./workflow.ts";

/** Adds the nodes of all states. States that compensate others are no part of the flow. */
export function readStates(scoped: Scoped): void {
  for (const [name, { json, at }] of scoped.workflow.states) {
    if (json["usedForCompensation"] !== true) readState({ scoped, json, at, name, to: END, catchers: [] });
    else if (!isCompensation(scoped, name))
      tellAt({ session: scoped.workflow.session, at }, "dropped", [
        `"${name}" compensates no state; it is left out.`,
        'Name it under "compensatedBy" of the state it takes back.',
      ]);
  }
}

function isCompensation({ workflow }: Scoped, name: string): boolean {
  return [...workflow.states.values()].some(({ json }) => json["compensatedBy"] === name);
}

function readState(state: ReadState): void {
  const { scoped, json, at, name } = state;
  const { session } = scoped.workflow;
  const isSwitch = textIn(json, "type") === "switch";
  const to = isSwitch ? END : filterOutput(state, targetOf(scoped, { json, at, from: name, way: "" }));
  tellUnreadPieces(state);
  const comment = textIn(json, "comment");
  if (comment !== undefined) session.comments.set(stateNameOf(scoped, name), comment);

  addStateWork({ ...state, to, catchers: catchersOf(state) });
  filterInput(state);
}

const FIELDS = ["id", "name", "type", "transition", "end", "stateDataFilter", "timeouts", "usedForCompensation"];
const ACTIONS = ["onErrors", "compensatedBy", "actions", "actionExecTimeout"];
const OF_TYPE: ReadonlyMap<string, readonly string[]> = new Map([
  ["operation", [...ACTIONS, "actionMode"]],
  ["switch", ["dataConditions", "eventConditions", "defaultCondition", "default", "eventTimeout"]],
  ["inject", ["data"]],
  ["sleep", ["duration"]],
  ["delay", ["duration", "timeDelay"]],
  ["foreach", ["onErrors", "actions", "inputCollection", "outputCollection", "iterationParam", "batchSize", "max", "mode"]],
  ["parallel", ["onErrors", "branches", "completionType", "numCompleted", "n"]],
  ["event", ["onErrors", "onEvents", "exclusive", "eventTimeout"]],
  ["callback", ["onErrors", "action", "eventRef", "eventDataFilter", "eventTimeout"]],
]);

function tellUnreadPieces({ scoped, json, at, name }: ReadState): void {
  const { session } = scoped.workflow;
  const of = `"${name}"`;
  tellUnread({ session, at }, { json, of }, [...FIELDS, ...(OF_TYPE.get(String(json["type"])) ?? [])]);
  tellUnread({ session, at: [...at, "stateDataFilter"] }, { json: objectIn(json, "stateDataFilter"), of }, ["input", "output"]);
  tellUnread({ session, at: [...at, "timeouts"] }, { json: objectIn(json, "timeouts"), of }, ["actionExecTimeout", "eventTimeout"]);
}

const ERROR: Term = objectOf([
  ["code", tight("error.type")],
  ["name", tight("error.type")],
  ["message", tight("error.detail")],
]);

function catchersOf({ scoped, json, at, name }: ReadState): readonly Catcher[] {
  return objectsAt({ session: scoped.workflow.session, at }, json, "onErrors").map((entry, index) => {
    const way = ` on error${index === 0 ? "" : ` ${index + 1}`}`;
    tellUnread({ session: scoped.workflow.session, at: entry.at }, { json: entry.json, of: `the errors of "${name}"` }, ON_ERROR);
    return {
      errors: errorsOf(entry.json),
      to: targetOf(scoped, { ...entry, from: name, way }),
      behind: (environment) => withDocument(environment, layOver(documentOf(environment), objectOf([["error", ERROR]]))),
    };
  });
}

const ON_ERROR = ["errorRef", "errorRefs", "transition", "end"];

function errorsOf(entry: JsonObject): readonly string[] {
  const names = [fieldAt(entry, "errorRef"), ...listIn(entry, "errorRefs")].filter((name) => typeof name === "string");
  const isAny = names.length === 0 || names.some((name) => name === "*" || name === "DefaultErrorRef");

  return isAny ? ["*"] : [...new Set(names.map(validErrorType))];
}
