import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path, Places } from "../diagnostics/places.ts";
import type { Report } from "../diagnostics/report.ts";

// The language is larger than what every host runs. What a host can run is told by the host; what of a document it
// cannot is told here, and nowhere else.

const STATE_TYPES = [
  "task",
  "switch",
  "parallel",
  "forEach",
  "wait",
  "listen",
  "human",
  "emit",
  "saga",
  "transaction",
  "set",
  "compensate",
  "succeed",
  "fail",
] as const;
const SAGA_FIELDS = ["concurrency", "exposure", "triggers", "assertions"] as const;
const STATE_FIELDS = ["lock", "await", "idempotencyKey"] as const;
const OPERATION_FIELDS = ["twoPhase", "tcc"] as const;
const AUTH_KINDS = ["oauth2", "signature"] as const;

/** A part of the language that not every host can run: a type of states, a field, a protocol. */
export type Capability =
  | (typeof STATE_TYPES)[number]
  | (typeof SAGA_FIELDS)[number]
  | (typeof STATE_FIELDS)[number]
  | (typeof OPERATION_FIELDS)[number]
  | (typeof AUTH_KINDS)[number]
  | "whenUndone"
  | "worker"
  | "postgres";

/** What a host can run. */
export type Capabilities = ReadonlySet<Capability>;

interface Telling {
  readonly runnable: Capabilities;
  readonly say: (path: Path, what: string) => void;
  readonly sayOfValue: (path: Path, what: string) => void;
}

/** Reports each part of a document that is part of the language but that the host cannot run, at its place. */
export function reportNotYetRunnable(
  document: JsonObject,
  runnable: Capabilities,
  { places, report }: { readonly places: Places; readonly report: Report },
): void {
  const tell = (at: ReturnType<Places["spanOf"]>, what: string): void =>
    report({ code: "NOT_YET_RUNNABLE", at, message: `${what} cannot run on this engine yet.` });
  const telling: Telling = {
    runnable,
    say: (path, what) => tell(places.keySpanOf(path), what),
    sayOfValue: (path, what) => tell(places.spanOf(path), what),
  };

  const head = document["document"];
  if (isJsonObject(head) && head["kind"] === "service") reportService(document, telling);
  else reportSaga(document, telling);
}

function reportSaga(document: JsonObject, telling: Telling): void {
  sayFields(document, SAGA_FIELDS, { path: [], telling });

  const idempotency = document["idempotency"];
  if (isJsonObject(idempotency) && idempotency["reuse"] === "whenUndone" && !telling.runnable.has("whenUndone"))
    telling.say(["idempotency", "reuse"], '"reuse: whenUndone"');

  reportStates(document, [], telling);
}

function reportStates(scope: Json | undefined, path: Path, telling: Telling): void {
  for (const [name, state] of isJsonObject(scope) ? members(scope["states"]) : []) {
    if (isJsonObject(state)) reportState(state, [...path, "states", name], telling);
  }
}

function reportState(state: JsonObject, path: Path, telling: Telling): void {
  const type = STATE_TYPES.find((each) => each === state["type"]);
  if (type !== undefined && !telling.runnable.has(type)) telling.sayOfValue([...path, "type"], `The state type "${type}"`);
  if (type === "task") reportTask(state, path, telling);
  if (type === "transaction") sayFields(state, ["lock"], { path, telling });

  for (const [branch, inner] of members(state["branches"])) reportStates(inner, [...path, "branches", branch], telling);
  reportStates(state["body"], [...path, "body"], telling);
}

function reportTask(state: JsonObject, path: Path, telling: Telling): void {
  sayFields(state, STATE_FIELDS, { path, telling });

  const call = state["call"];
  if (isJsonObject(call) && Object.hasOwn(call, "worker") && !telling.runnable.has("worker"))
    telling.say([...path, "call", "worker"], "A call of a worker");
}

function reportService(document: JsonObject, telling: Telling): void {
  if (document["protocol"] === "postgres" && !telling.runnable.has("postgres")) telling.say(["protocol"], 'The protocol "postgres"');

  const auth = document["auth"];
  for (const kind of AUTH_KINDS) {
    if (isJsonObject(auth) && Object.hasOwn(auth, kind) && !telling.runnable.has(kind))
      telling.say(["auth", kind], `The authentication "${kind}"`);
  }
  for (const [name, operation] of members(document["operations"])) {
    if (isJsonObject(operation)) sayFields(operation, OPERATION_FIELDS, { path: ["operations", name], telling });
  }
}

function sayFields(
  owner: JsonObject,
  fields: readonly Capability[],
  { path, telling }: { readonly path: Path; readonly telling: Telling },
): void {
  for (const field of fields) {
    if (Object.hasOwn(owner, field) && !telling.runnable.has(field)) telling.say([...path, field], `"${field}"`);
  }
}

function members(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
