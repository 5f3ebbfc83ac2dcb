import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { emitSaga } from "../flow/emit-saga.ts";
import type { Environment, FlowScope } from "../flow/flow.ts";
import { createLiveValues } from "../flow/live-values.ts";
import { validDocumentName, validErrorType } from "../names.ts";
import { Refusal, type Session } from "../session.ts";
import { literal, tight } from "../term/term.ts";
import { durationAt } from "./durations.ts";
import { fieldAt, listIn, objectIn, textIn } from "./fields.ts";
import { tellAt } from "./place.ts";
import { definitionsIn, tellElsewhere } from "./states/definitions.ts";
import { readStates } from "./states/read-states.ts";
import type { Definitions, Scoped, Workflow } from "./states/workflow.ts";
import { type Listed, tellUnread } from "./unread.ts";
import { versionAt } from "./version-of.ts";

/** The saga of a workflow of Serverless Workflow 0.8. */
export function importStates(session: Session, json: JsonObject, fallback: string): JsonObject {
  const live = createLiveValues();
  const states = statesIn(json);
  tellUnreadPieces(session, json);
  const workflow: Workflow = {
    session,
    live,
    json,
    states,
    start: startOf(json, states),
    functions: definitionsIn(session, json, "functions"),
    events: definitionsIn(session, json, "events"),
    retries: definitionsIn(session, json, "retries"),
    errors: new Map([...definitionsIn(session, json, "errors")].map(([name, error]) => [validErrorType(name), error])),
    constants: literal(objectIn(json, "constants")),
    triggers: scheduleOf(session, json),
  };
  const scoped: Scoped = { workflow, scopeId: "", nodes: new Map(), reserved: new Set(states.keys()) };
  readStates(scoped);
  const scope: FlowScope = { id: "", at: [], start: workflow.start, nodes: scoped.nodes };
  const start: Environment = new Map([["$", tight("input")]]);
  const head = headOf(session, json, fallback);
  const emitted = emitSaga(scope, start, { session, live });

  return { ...head, ...(workflow.triggers.length === 0 ? {} : { triggers: workflow.triggers }), ...emitted };
}

function statesIn(json: JsonObject): Definitions {
  const states = new Map<string, Listed>();
  for (const [index, state] of listIn(json, "states").entries()) {
    const at = ["states", index];
    const name = textIn(state, "name");
    if (!isJsonObject(state) || name === undefined)
      throw new Refusal(at, "A state has no name.", 'A state is an object with "name" and "type".');
    if (states.has(name)) throw new Refusal(at, `Two states are called "${name}".`, "Give each state a name of its own.");
    states.set(name, { json: state, at });
  }
  return states;
}

// The first state where the workflow does not say.
function startOf(json: JsonObject, states: Definitions): string {
  const name = textIn(json, "start") ?? textIn(json, "start", "stateName") ?? [...states.keys()][0];
  const found = [...states].find(([each]) => each === name);
  if (found !== undefined && found[1].json["usedForCompensation"] !== true) return found[0];

  throw new Refusal(
    ["start"],
    `The workflow begins with ${JSON.stringify(name ?? null)}, and no state that may come first has this name.`,
    "Name the state it begins with.",
  );
}

function headOf(session: Session, json: JsonObject, fallback: string): JsonObject {
  const name = validDocumentName(textIn(json, "id") ?? textIn(json, "key") ?? textIn(json, "name") ?? fallback);
  const title = (textIn(json, "name") ?? textIn(json, "description") ?? "").trim().slice(0, 200);
  const at = ["timeouts", "workflowExecTimeout"];
  const limit = fieldAt(json, ...at, "duration") ?? fieldAt(json, ...at);
  const after = durationAt({ session, at }, limit, "The time-out of the workflow");

  return {
    document: {
      dsl: "1.0",
      kind: "saga",
      name,
      version: versionAt({ session, at: ["version"] }, json["version"]),
      ...(title === "" ? {} : { title }),
    },
    ...(after === undefined ? {} : { timeout: { after, then: "compensate" } }),
  };
}

function scheduleOf(session: Session, json: JsonObject): Json[] {
  const at = ["start", "schedule"];
  const schedule = fieldAt(json, ...at);
  if (schedule === undefined) return [];
  const cron = (textIn(schedule, "cron") ?? textIn(schedule, "cron", "expression") ?? "").trim();
  tellUnread({ session, at }, { json: objectIn(json, ...at), of: "the schedule" }, ["cron", "timezone", "interval"]);
  tellUnread({ session, at: [...at, "cron"] }, { json: objectIn(schedule, "cron"), of: "the schedule" }, ["expression"]);
  if (cron.split(/\s+/).length === 5) {
    const timezone = textIn(schedule, "timezone");
    return [{ schedule: { cron, ...(timezone === undefined ? {} : { timezone }), input: {} } }];
  }
  tellAt({ session, at }, "dropped", [
    "The schedule of the workflow has no counterpart: a schedule here is a cron of five fields.",
    "Give the saga a trigger with a cron.",
  ]);

  return [];
}

const FIELDS = [
  ...["id", "key", "name", "version", "specVersion", "expressionLang", "start", "states"],
  ...["functions", "events", "retries", "errors", "constants", "timeouts"],
];

function tellUnreadPieces(session: Session, json: JsonObject): void {
  const of = "the workflow";
  tellUnread({ session, at: [] }, { json, of }, FIELDS);
  tellUnread({ session, at: ["start"] }, { json: objectIn(json, "start"), of }, ["stateName", "schedule"]);
  const limits = objectIn(json, "timeouts");
  tellUnread({ session, at: ["timeouts"] }, { json: limits, of }, ["workflowExecTimeout", "actionExecTimeout", "eventTimeout"]);
  const at = ["timeouts", "workflowExecTimeout"];
  tellUnread({ session, at }, { json: objectIn(json, ...at), of: "the time-out of the workflow" }, ["duration"]);
  for (const field of ["constants", "timeouts"]) tellElsewhere(session, json, field);
  const language = textIn(json, "expressionLang") ?? "jq";
  if (language !== "jq")
    tellAt({ session, at: ["expressionLang"] }, "changed", [
      `The expressions are written in "${language}"; they are read as jq, or as JSONPath where they stand in {{ }}.`,
      "Look through the expressions of the saga.",
    ]);
}
