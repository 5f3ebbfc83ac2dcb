import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { emitSaga } from "../flow/emit-saga.ts";
import type { Environment, FlowScope } from "../flow/flow.ts";
import { createLiveValues } from "../flow/live-values.ts";
import { validDocumentName } from "../names.ts";
import { Refusal, type Session } from "../session.ts";
import { literal, tight } from "../term/term.ts";
import { durationText } from "./durations.ts";
import { fieldAt, tellAt, textIn } from "./place.ts";
import { readStates } from "./states/read-states.ts";
import { definitionsIn, type Scoped, type Workflow } from "./states/workflow.ts";

/** The saga of a workflow of Serverless Workflow 0.8. */
export function importStates(session: Session, json: JsonObject, name: string): JsonObject {
  const live = createLiveValues();
  const constants = fieldAt(json, "constants");
  const workflow: Workflow = {
    session,
    live,
    json,
    functions: definitionsIn(json, "functions"),
    events: definitionsIn(json, "events"),
    retries: definitionsIn(json, "retries"),
    errors: definitionsIn(json, "errors"),
    constants: literal(isJsonObject(constants) ? constants : {}),
    triggers: scheduleOf(session, json),
  };
  const scoped: Scoped = { workflow, scopeId: "", nodes: new Map(), reserved: stateNames(json) };
  readStates(scoped);
  tellUnused(session, json);
  const scope: FlowScope = { id: "", at: [], start: startOf(workflow, scoped), nodes: scoped.nodes };
  const start: Environment = new Map([["$", tight("input")]]);
  const states = emitSaga(scope, start, { session, live });

  return { ...headOf(json, name), ...(workflow.triggers.length === 0 ? {} : { triggers: workflow.triggers }), ...states };
}

function stateNames(json: JsonObject): ReadonlySet<string> {
  const states = fieldAt(json, "states");

  return new Set(
    (states !== undefined && isJsonArray(states) ? states : []).flatMap((state) =>
      isJsonObject(state) ? (textIn(state, "name") ?? []) : [],
    ),
  );
}

function startOf({ json }: Workflow, { nodes }: Scoped): string {
  const start = fieldAt(json, "start");
  const states = fieldAt(json, "states");
  const first = states !== undefined && isJsonArray(states) ? states[0] : undefined;
  const named = typeof start === "string" ? start : textIn(isJsonObject(start) ? start : {}, "stateName");
  const name = named ?? (isJsonObject(first) ? textIn(first, "name") : undefined);
  if (name !== undefined && nodes.has(name)) return name;

  throw new Refusal(
    ["start"],
    `The workflow begins with ${JSON.stringify(name ?? null)}, and no state has this name.`,
    "Name the state it begins with.",
  );
}

function headOf(json: JsonObject, fallback: string): JsonObject {
  const name = validDocumentName(textIn(json, "id") ?? textIn(json, "name") ?? fallback);
  const title = (textIn(json, "name") ?? textIn(json, "description") ?? "").trim().slice(0, 200);
  const timeouts = fieldAt(json, "timeouts");
  const whole = isJsonObject(timeouts) ? fieldAt(timeouts, "workflowExecTimeout") : undefined;
  const after = durationText(isJsonObject(whole) ? fieldAt(whole, "duration") : whole);

  return {
    document: { dsl: "1.0", kind: "saga", name, version: versionOf(json["version"]), ...(title === "" ? {} : { title }) },
    ...(after === undefined ? {} : { timeout: { after, then: "compensate" } }),
  };
}

/** A version of three numbers, as near as can be. */
export function versionOf(version: Json | undefined): string {
  const [, major, minor = "0", patch = "0"] = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?/.exec(String(version ?? "")) ?? [];

  return major === undefined ? "1.0.0" : [major, minor, patch].map(Number).join(".");
}

function scheduleOf(session: Session, json: JsonObject): Json[] {
  const start = fieldAt(json, "start");
  const schedule = isJsonObject(start) ? fieldAt(start, "schedule") : undefined;
  if (schedule === undefined) return [];
  const cron = isJsonObject(schedule) ? fieldAt(schedule, "cron") : undefined;
  const expression = typeof cron === "string" ? cron : textIn(isJsonObject(cron) ? cron : {}, "expression");
  if (expression !== undefined && expression.trim().split(/\s+/).length === 5)
    return [{ schedule: { cron: expression.trim(), input: {} } }];
  tellAt({ session, at: ["start", "schedule"] }, "dropped", [
    "The schedule of the workflow has no counterpart: a schedule here is a cron of five fields.",
    "Give the saga a trigger with a cron.",
  ]);

  return [];
}

const WITHOUT_COUNTERPART: readonly (readonly [string, string])[] = [
  ["auth", "Give the services auth."],
  ["secrets", "Read secrets in headers and auth of the services."],
  ["dataInputSchema", "Put the schema under input.schema."],
  ["keepActive", "A saga ends when its states end."],
  ["autoRetries", "Give the operations a retry."],
  ["extensions", "Say what the extensions did in states."],
];

function tellUnused(session: Session, json: JsonObject): void {
  for (const [field, remedy] of WITHOUT_COUNTERPART)
    if (fieldAt(json, field) !== undefined)
      tellAt({ session, at: [field] }, "dropped", [`"${field}" of the workflow is not brought over.`, remedy]);
}
