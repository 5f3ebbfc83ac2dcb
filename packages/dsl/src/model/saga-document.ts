import { COMMAND_TYPES, type CommandType, isJsonObject, type Json, parseDuration, STEP_KINDS } from "@skald/shared";
import { buildCall, buildErrorRules, buildRetry, buildUndo, buildVerify, RETRY_DEFAULT, templateAt } from "./build-call.ts";
import { durationAt, flagAt, listAt, memberOf, membersAt, numberAt, objectAt, textAt, textItems, textsAt, wordAt } from "./read-json.ts";
import type { CatchModel, CompensationModel, SagaModel, StateModel, SwitchState, TaskCall, TaskState } from "./saga-model.ts";
import { schemaAt } from "./service-document.ts";
import type { RetryModel } from "./service-model.ts";

const UNDO_RETRY_DEFAULT: RetryModel = { ...RETRY_DEFAULT, attempts: 10, delayMs: 1000, maxDelayMs: 300_000 };

/** The model of a document of `kind: saga`, defaults explicit. Reads what it can of a document with mistakes. */
export function sagaModel(document: Json): SagaModel {
  const head = objectAt(document, "document") ?? {};
  const namespace = textAt(head, "namespace") ?? "default";

  return {
    kind: "saga",
    namespace,
    name: textAt(head, "name") ?? "",
    version: textAt(head, "version") ?? "",
    title: textAt(head, "title"),
    labels: textsAt(head, "labels"),
    services: Object.fromEntries(
      Object.entries(textsAt(memberOf(document, "use"), "services")).map(([alias, reference]) => [
        alias,
        serviceReference(reference, namespace),
      ]),
    ),
    input: schemaAt(memberOf(document, "input"), "schema"),
    key: textAt(document, "key"),
    idempotency: buildIdempotency(memberOf(document, "idempotency")),
    timeout: buildTimeout(memberOf(document, "timeout")),
    retentionMs: textAt(document, "retention") === "forever" ? "forever" : durationAt(document, "retention"),
    recovery: wordAt(document, "recovery", ["backward", "forward"]),
    compensation: buildCompensation(memberOf(document, "compensation")),
    policy: buildPolicy(textsAt(document, "policy")),
    concurrency: null,
    exposure: textAt(document, "exposure"),
    triggers: [],
    assertions: [],
    start: textAt(document, "start") ?? "",
    states: membersAt(document, "states").flatMap(([name, state]) => buildState(name, state) ?? []),
  };
}

/** `namespace/name@range` in its parts; a namespace left out is that of the saga. */
function serviceReference(
  reference: string,
  namespace: string,
): { readonly namespace: string; readonly name: string; readonly range: string | null } {
  const [whole = "", range] = reference.split("@");
  const slash = whole.indexOf("/");

  return { namespace: slash === -1 ? namespace : whole.slice(0, slash), name: whole.slice(slash + 1), range: range ?? null };
}

function buildIdempotency(json: Json | undefined): SagaModel["idempotency"] {
  if (json === undefined) return null;

  return {
    key: textAt(json, "key") ?? "",
    onDuplicate: wordAt(json, "onDuplicate", ["returnExisting", "reject"]),
    reuse: wordAt(json, "reuse", ["never", "whenUndone"]),
  };
}

function buildTimeout(json: Json | undefined): SagaModel["timeout"] {
  if (json === undefined) return null;
  const seconds = numberAt(json, "after");
  const text = textAt(json, "after") ?? "";

  return {
    after: seconds === null ? (parseDuration(text) ?? text) : seconds * 1000,
    then: wordAt(json, "then", ["compensate", "suspend"]),
  };
}

function buildCompensation(json: Json | undefined): CompensationModel {
  return {
    order: wordAt(json, "order", ["reverse", "parallel", "dependency"]),
    onUnknownOutcome: wordAt(json, "onUnknownOutcome", ["verify", "compensate", "suspend"]),
    onFailure: wordAt(json, "onFailure", ["suspend", "continue", "retryForever"]),
    retry: buildRetry(memberOf(json, "retry"), UNDO_RETRY_DEFAULT),
  };
}

function buildPolicy(roles: Readonly<Record<string, string>>): SagaModel["policy"] {
  const known = Object.entries(roles).filter((entry): entry is [CommandType, string] =>
    COMMAND_TYPES.some((command) => command === entry[0]),
  );

  return Object.fromEntries(known);
}

type Builder = (name: string, json: Json) => StateModel;

const BUILDERS: Readonly<Record<string, Builder>> = {
  task: buildTask,
  switch: buildSwitch,
  wait: (name, json) => ({ type: "wait", name, forMs: durationAt(json, "for"), until: textAt(json, "until"), next: nextOf(json) }),
  set: (name, json) => ({ type: "set", name, values: objectAt(json, "values") ?? {}, next: nextOf(json) }),
  succeed: (name, json) => ({ type: "succeed", name, output: templateAt(json, "output") }),
  fail: (name, json) => {
    const error = memberOf(json, "error");
    return {
      type: "fail",
      name,
      error: { type: textAt(error, "type") ?? "", status: numberAt(error, "status"), detail: memberOf(error, "detail") ?? "" },
    };
  },
};

// A state of a type that cannot run yet is not part of the model; its document is refused.
function buildState(name: string, json: Json): StateModel | undefined {
  const type = textAt(json, "type") ?? "";
  if (memberOf(memberOf(json, "call"), "worker") !== undefined) return undefined;

  return Object.hasOwn(BUILDERS, type) ? BUILDERS[type]?.(name, json) : undefined;
}

function buildTask(name: string, json: Json): TaskState {
  const call = buildTaskCall(memberOf(json, "call"));
  const kind = textAt(json, "kind");
  const retry = memberOf(json, "retry");

  return {
    type: "task",
    name,
    call,
    with: memberOf(json, "with") ?? {},
    kind: STEP_KINDS.find((each) => each === kind) ?? null,
    // A call in place has no catalogue to take a policy from.
    retry: retry === undefined && call.kind === "operation" ? null : buildRetry(retry, RETRY_DEFAULT),
    timeoutMs: durationAt(json, "timeout"),
    catch: listAt(json, "catch").map(buildCatch),
    compensate: buildUndo(memberOf(json, "compensate")),
    verify: buildVerify(memberOf(json, "verify")),
    errors: memberOf(json, "errors") === undefined ? null : buildErrorRules(listAt(json, "errors")),
    output: templateAt(json, "output"),
    optional: flagAt(json, "optional"),
    irreversible: flagAt(json, "irreversible"),
    locks: [],
    await: null,
    idempotencyKey: textAt(json, "idempotencyKey"),
    next: nextOf(json),
  };
}

function buildTaskCall(json: Json | undefined): TaskCall {
  if (isJsonObject(json)) return { kind: "http", call: buildCall(json) };

  const reference = typeof json === "string" ? json : "";
  const dot = reference.indexOf(".");
  return { kind: "operation", service: reference.slice(0, Math.max(0, dot)), operation: reference.slice(dot + 1) };
}

function buildCatch(json: Json): CatchModel {
  return {
    errors: textItems(listAt(json, "errors")),
    when: textAt(json, "when"),
    compensate: flagAt(json, "compensate"),
    next: nextOf(json),
  };
}

function buildSwitch(name: string, json: Json): SwitchState {
  return {
    type: "switch",
    name,
    cases: listAt(json, "cases").map((item) => ({ when: textAt(item, "when") ?? "", next: nextOf(item) })),
    default: textAt(json, "default") ?? "",
  };
}

function nextOf(json: Json): string {
  return textAt(json, "next") ?? "";
}
