import type { CompiledSaga, CompiledTask } from "@skald/dsl";
import type { Json, JsonObject } from "@skald/shared";
import type { CallRequest } from "./types/call.ts";
import type { Scope } from "./types/decision.ts";
import type { Entry } from "./types/entry.ts";
import type { Saga, UndoEntry } from "./types/saga.ts";

/** Names an expression may read, in the places of dsl.md section 7. */
export type Names = Readonly<Record<string, unknown>>;

// A memo of parsed answers, keyed by the entry that holds the text: it can change no answer.
const answers = new WeakMap<Entry, Json>();

/** Names of the saga document: input, steps, vars, saga, and `error` behind a catch. */
export function documentNames(saga: Saga, scope: Scope): Names {
  const { context } = saga;

  return {
    input: saga.input,
    steps: stepNames(saga, scope),
    vars: context.vars,
    saga: sagaNames(saga),
    env: scope.env,
    ...(context.caught === null ? {} : { error: { ...context.caught, status: context.caught.status ?? 0 } }),
  };
}

/** Names of a catalogue's call: what `with` gave, and who asks. */
export function callNames(saga: Saga, params: Json, scope: Scope): Names {
  return { params, saga: { id: saga.id, key: saga.key }, env: scope.env };
}

/** Names of an undo, frozen as they were in the forward call. `output` and `response` are absent when there was no answer. */
export function undoNames(saga: Saga, undo: UndoEntry, scope: Scope): Names {
  const opened = openedAction(scope.entryAt(undo.openedAt), undo);
  const answer = undo.outputAt === null ? null : scope.entryAt(undo.outputAt);
  const cause = saga.context.turning?.cause ?? saga.context.cause ?? saga.context.caught;

  return {
    params: opened?.params ?? null,
    ...(opened === undefined ? {} : { request: requestNames(opened.request) }),
    ...(answer === null ? {} : { output: outputOf(answer) }),
    ...(answer?.data.body === undefined ? {} : { response: { status: answer.data.status ?? 0, body: bodyJson(answer.data.body) } }),
    saga: sagaNames(saga),
    input: saga.input,
    ...(cause === null ? {} : { cause }),
    env: scope.env,
  };
}

/** What `with` rendered to when the action of a visit was opened. */
export function frozenParams(scope: Scope, step: { readonly state: string; readonly visit: number; readonly openedAt: number }): Json {
  return openedAction(scope.entryAt(step.openedAt), step)?.params ?? null;
}

/** The output an entry holds: what `output` made of the answer, else the answer's own body. */
export function outputOf(entry: Entry): Json {
  if (entry.data.output !== undefined) return entry.data.output;

  const known = answers.get(entry);
  if (known !== undefined) return known;
  const parsed = bodyJson(entry.data.body ?? "");
  answers.set(entry, parsed);
  return parsed;
}

/** A raw body as expressions see it: JSON where it is JSON, the text where it is not, null where there is none. */
export function bodyJson(body: string): Json {
  if (body === "") return null;
  try {
    return JSON.parse(body) as Json;
  } catch {
    // Not JSON is a normal answer; the text itself is what an expression may read.
    return body;
  }
}

function openedAction(
  entry: Entry,
  step: { readonly state: string; readonly visit: number },
): { readonly request: CallRequest; readonly params?: Json } | undefined {
  return entry.data.opened?.find((call) => call.kind === "action" && call.state === step.state && call.visit === step.visit);
}

function requestNames(request: CallRequest): JsonObject {
  return { method: request.method, target: request.target, headers: request.headers, body: bodyJson(request.body ?? "") };
}

function sagaNames(saga: Saga): JsonObject {
  const { name, version } = saga.definition;

  return { id: saga.id, key: saga.key, namespace: saga.namespace, name, version, startedAt: saga.startedAt };
}

function stepNames(saga: Saga, scope: Scope): Names {
  const steps: Record<string, unknown> = {};
  for (const state of tasksOf(scope.definition)) {
    const step = saga.context.steps[state.name];
    if (step === undefined) {
      steps[state.name] = { status: "pending" };
      continue;
    }
    const output = step.outputAt !== null && step.status === "succeeded" ? { output: outputOf(scope.entryAt(step.outputAt)) } : {};
    const error = step.error === null ? {} : { error: step.error };
    steps[state.name] = { status: step.status, ...output, ...error };
  }
  return steps;
}

/** The states that call, in document order. */
function tasksOf(definition: CompiledSaga): readonly CompiledTask[] {
  return Object.values(definition.states).filter((state): state is CompiledTask => state.type === "task");
}
