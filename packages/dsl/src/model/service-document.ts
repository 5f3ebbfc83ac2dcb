import type { Json } from "@skald/shared";
import {
  buildCall,
  buildErrorRules,
  buildRetry,
  buildUndo,
  buildUndoRetry,
  buildVerify,
  RETRY_DEFAULT,
  templateAt,
} from "./builders/build-call.ts";
import { durationAt, listAt, memberOf, membersAt, numberAt, objectAt, textAt, wordAt, writtenAt } from "./read-json.ts";
import type {
  AuthModel,
  BreakerModel,
  JsonSchema,
  OperationModel,
  PhasesModel,
  RetryModel,
  ServiceLive,
  ServiceModel,
} from "./service-model.ts";

const TIMEOUT_DEFAULT_MS = 30_000;
const HEALTH_INTERVAL_DEFAULT_MS = 10_000;
const RATE_WINDOW_DEFAULT_MS = 1000;

/** The model of a document of `kind: service`, defaults explicit. Reads what it can of a document with mistakes. */
export function serviceModel(document: Json): ServiceModel {
  const head = objectAt(document, "document");
  const preset = {
    retry: buildRetry(memberOf(document, "retry"), RETRY_DEFAULT),
    timeoutMs: durationAt(document, "timeout") ?? TIMEOUT_DEFAULT_MS,
  };

  return {
    kind: "service",
    namespace: writtenAt(head ?? {}, "namespace", "default"),
    name: writtenAt(head ?? {}, "name"),
    version: writtenAt(head ?? {}, "version"),
    title: textAt(head ?? {}, "title"),
    live: buildLive(document),
    operations: Object.fromEntries(membersAt(document, "operations").map(([name, json]) => [name, buildOperation(name, json, preset)])),
  };
}

/** The values of a service that are live; also those of `PUT /services/{name}`. */
export function buildLive(json: Json): ServiceLive {
  const health = objectAt(json, "health");
  const rateLimit = objectAt(json, "rateLimit");

  return {
    baseUrl: writtenAt(json, "baseUrl"),
    auth: buildAuth(memberOf(json, "auth")),
    health:
      health === null
        ? null
        : { path: writtenAt(health, "path"), intervalMs: durationAt(health, "interval") ?? HEALTH_INTERVAL_DEFAULT_MS },
    concurrency: numberAt(json, "concurrency"),
    rateLimit:
      rateLimit === null
        ? null
        : { limit: numberAt(rateLimit, "limit") ?? 1, perMs: durationAt(rateLimit, "per") ?? RATE_WINDOW_DEFAULT_MS },
    circuitBreaker: buildBreaker(memberOf(json, "circuitBreaker")),
  };
}

function buildBreaker(json: Json | undefined): BreakerModel | null {
  if (json === undefined) return null;

  return {
    failureRate: numberAt(json, "failureRate") ?? 0.5,
    minimumCalls: numberAt(json, "minimumCalls") ?? 20,
    windowMs: durationAt(json, "window") ?? 30_000,
    halfOpenAfterMs: durationAt(json, "halfOpenAfter") ?? 15_000,
  };
}

function buildAuth(json: Json | undefined): AuthModel | null {
  const header = objectAt(json, "header");
  if (header !== null) return { kind: "header", name: writtenAt(header, "name"), value: writtenAt(header, "value") };

  const bearer = objectAt(json, "bearer");
  if (bearer !== null) return { kind: "bearer", token: writtenAt(bearer, "token") };

  const basic = objectAt(json, "basic");
  return basic === null ? null : { kind: "basic", username: writtenAt(basic, "username"), password: writtenAt(basic, "password") };
}

interface Preset {
  readonly retry: RetryModel;
  readonly timeoutMs: number;
}

function buildOperation(name: string, json: Json, preset: Preset): OperationModel {
  return {
    name,
    kind: wordAt(json, "kind", ["compensatable", "pivot", "retriable", "readOnly"]),
    params: schemaAt(json, "params"),
    call: buildCall(memberOf(json, "call")),
    output: templateAt(json, "output"),
    outputSchema: schemaAt(json, "outputSchema"),
    errors: buildErrorRules(listAt(json, "errors")),
    verify: buildVerify(memberOf(json, "verify")),
    compensate: buildUndo(memberOf(json, "compensate")),
    retry: buildRetry(memberOf(json, "retry"), preset.retry),
    undoRetry: buildUndoRetry(memberOf(json, "compensate")),
    timeoutMs: durationAt(json, "timeout") ?? preset.timeoutMs,
    phases: buildPhases(json),
  };
}

function buildPhases(json: Json): PhasesModel | null {
  const twoPhase = objectAt(json, "twoPhase");
  if (twoPhase !== null) return phasesOf("2pc", twoPhase, ["prepare", "commit", "abort"]);

  const tcc = objectAt(json, "tcc");
  return tcc === null ? null : phasesOf("tcc", tcc, ["try", "confirm", "cancel"]);
}

function phasesOf(protocol: PhasesModel["protocol"], json: Json, [first, commit, abort]: readonly [string, string, string]): PhasesModel {
  return {
    protocol,
    first: buildCall(memberOf(json, first)),
    commit: buildCall(memberOf(json, commit)),
    abort: buildCall(memberOf(json, abort)),
  };
}

/** A JSON Schema of the author's; null when there is none. */
export function schemaAt(json: Json | undefined, name: string): JsonSchema | null {
  const schema = memberOf(json, name);

  return typeof schema === "boolean" ? schema : objectAt(json, name);
}
