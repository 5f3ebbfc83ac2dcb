import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path, Places } from "../diagnostics/places.ts";
import type { Report } from "../diagnostics/report.ts";

// The schemas cover the whole language. What the engine cannot run yet is named here, and nowhere else.

const RUNNABLE_STATES: ReadonlySet<string> = new Set(["task", "switch", "wait", "set", "succeed", "fail"]);
const KNOWN_STATES: ReadonlySet<string> = new Set(["parallel", "forEach", "listen", "human", "emit", "saga", "transaction", "compensate"]);
const SAGA_FIELDS = ["concurrency", "exposure", "triggers", "assertions"];
const TASK_FIELDS = ["lock", "await", "idempotencyKey"];
const OPERATION_FIELDS = ["twoPhase", "tcc"];

/** Reports each part of a document that is part of the language but cannot run yet, at its place. */
export function reportNotYetRunnable(document: JsonObject, places: Places, report: Report): void {
  const say = (path: Path, what: string): void =>
    report({ code: "NOT_YET_RUNNABLE", at: places.keySpanOf(path), message: `${what} cannot run on this engine yet.` });

  const head = document["document"];
  if (isJsonObject(head) && head["kind"] === "service") reportService(document, say);
  else reportSaga(document, { places, say, report });
}

type Say = (path: Path, what: string) => void;

function reportSaga(
  document: JsonObject,
  { places, say, report }: { readonly places: Places; readonly say: Say; readonly report: Report },
): void {
  for (const field of SAGA_FIELDS) if (Object.hasOwn(document, field)) say([field], `"${field}"`);

  const idempotency = document["idempotency"];
  if (isJsonObject(idempotency) && idempotency["reuse"] === "whenUndone") say(["idempotency", "reuse"], '"reuse: whenUndone"');

  for (const [name, state] of members(document["states"])) {
    if (!isJsonObject(state)) continue;
    const type = state["type"];
    if (typeof type === "string" && !RUNNABLE_STATES.has(type) && KNOWN_STATES.has(type)) {
      const at = places.spanOf(["states", name, "type"]);
      report({ code: "NOT_YET_RUNNABLE", at, message: `The state type "${type}" cannot run on this engine yet.` });
    }
    if (type === "task") reportTask(["states", name], state, say);
  }
}

function reportTask(path: Path, state: JsonObject, say: Say): void {
  for (const field of TASK_FIELDS) if (Object.hasOwn(state, field)) say([...path, field], `"${field}"`);

  const call = state["call"];
  if (isJsonObject(call) && Object.hasOwn(call, "worker")) say([...path, "call", "worker"], "A call of a worker");
}

function reportService(document: JsonObject, say: Say): void {
  if (document["protocol"] === "postgres") say(["protocol"], 'The protocol "postgres"');

  const auth = document["auth"];
  for (const kind of ["oauth2", "signature"]) {
    if (isJsonObject(auth) && Object.hasOwn(auth, kind)) say(["auth", kind], `The authentication "${kind}"`);
  }
  for (const [name, operation] of members(document["operations"])) {
    if (!isJsonObject(operation)) continue;
    for (const field of OPERATION_FIELDS) if (Object.hasOwn(operation, field)) say(["operations", name, field], `"${field}"`);
  }
}

function members(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isJsonObject(value) && !isJsonArray(value) ? Object.entries(value) : [];
}
