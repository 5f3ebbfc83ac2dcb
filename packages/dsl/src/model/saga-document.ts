import { COMMAND_TYPES, type CommandType, type Json, parseDuration } from "@skald/shared";
import { buildRetry, RETRY_DEFAULT } from "./builders/build-call.ts";
import { buildReference } from "./builders/build-reference.ts";
import { buildStates } from "./builders/build-states.ts";
import { buildTriggers } from "./builders/build-triggers.ts";
import { durationAt, listAt, memberOf, numberAt, objectAt, textAt, textsAt, wordAt, writtenAt } from "./read-json.ts";
import type { CompensationModel, SagaModel } from "./saga-model.ts";
import { schemaAt } from "./service-document.ts";
import type { RetryModel } from "./service-model.ts";

const UNDO_RETRY_DEFAULT: RetryModel = { ...RETRY_DEFAULT, attempts: 10, delayMs: 1000, maxDelayMs: 300_000 };

/** The model of a document of `kind: saga`, defaults explicit. Reads what it can of a document with mistakes. */
export function sagaModel(document: Json): SagaModel {
  const head = objectAt(document, "document") ?? {};
  const namespace = writtenAt(head, "namespace", "default");

  return {
    kind: "saga",
    namespace,
    name: writtenAt(head, "name"),
    version: writtenAt(head, "version"),
    title: textAt(head, "title"),
    labels: textsAt(head, "labels"),
    services: Object.fromEntries(
      Object.entries(textsAt(memberOf(document, "use"), "services")).map(([alias, reference]) => [
        alias,
        buildReference(reference, namespace),
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
    concurrency: buildConcurrency(memberOf(document, "concurrency")),
    exposure: textAt(document, "exposure"),
    triggers: buildTriggers(document),
    assertions: buildAssertions(document),
    start: writtenAt(document, "start"),
    states: buildStates(document, namespace),
  };
}

function buildIdempotency(json: Json | undefined): SagaModel["idempotency"] {
  if (json === undefined) return null;

  return {
    key: writtenAt(json, "key"),
    onDuplicate: wordAt(json, "onDuplicate", ["returnExisting", "reject"]),
    reuse: wordAt(json, "reuse", ["never", "whenUndone"]),
  };
}

function buildTimeout(json: Json | undefined): SagaModel["timeout"] {
  if (json === undefined) return null;
  const seconds = numberAt(json, "after");
  const text = writtenAt(json, "after");

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

function buildConcurrency(json: Json | undefined): SagaModel["concurrency"] {
  if (json === undefined) return null;

  return {
    key: writtenAt(json, "key"),
    limit: numberAt(json, "limit") ?? 1,
    strategy: wordAt(json, "strategy", ["queue", "reject"]),
  };
}

function buildAssertions(document: Json): SagaModel["assertions"] {
  return listAt(document, "assertions").map((json) => ({ name: writtenAt(json, "name"), always: writtenAt(json, "always") }));
}
