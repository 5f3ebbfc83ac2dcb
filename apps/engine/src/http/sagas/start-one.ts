import { createHash } from "node:crypto";
import { type CompiledSaga, valueProblems } from "@skald/dsl";
import { type PreparedStart, prepareStart } from "@skald/kernel";
import { canonicalJson, type Json, ProblemError, type ProblemItem, type StartRequest } from "@skald/shared";
import type { StartGate, StartOutcome } from "../../ports/saga-host.ts";
import type { Door } from "../edge.ts";
import { type CommittedSaga, requireSaga } from "./seen-saga.ts";

/** What came with a start beside its body. */
export interface StartHeaders {
  readonly idempotencyKey: string | null;
  readonly traceId: string | null;
}

/** A start that was taken: a new saga, or the one its key already names. */
export interface StartedSaga {
  readonly seen: CommittedSaga;
  readonly created: boolean;
}

type Existing = Extract<StartOutcome, { kind: "existing" }>;

/** Scope of the Idempotency-Key header. */
const HEADER_SCOPE = "start";

/**
 * Starts one saga: finds its definition, checks the input, evaluates the keys, and waits until the start is durable.
 *
 * @throws ProblemError for whatever keeps the saga from starting; then nothing was accepted.
 */
export async function startOne(door: Door, request: StartRequest, headers: StartHeaders): Promise<StartedSaga> {
  const definition = await requireStartable(door, request);
  const input = (request.input === undefined ? {} : request.input) as Json;
  requireFitting(definition, input);
  const prepared = prepare(door, definition, { ...request, input });
  const outcome = await door.host.start({
    definitionHash: definition.hash,
    namespace: definition.namespace,
    input,
    key: prepared.key,
    labels: prepared.labels,
    deadlineMs: prepared.deadlineMs,
    traceId: headers.traceId ?? door.ids.traceId(),
    gates: gatesOf(definition, prepared, { request, key: headers.idempotencyKey }),
  });

  switch (outcome.kind) {
    case "started":
      return { seen: { saga: outcome.saga, definition }, created: true };
    case "existing":
      return { seen: await existingSaga(door, definition, outcome), created: false };
    case "overloaded":
      throw new ProblemError("TOO_MANY_REQUESTS", "The engine has as much work as it can take; nothing was accepted.", {
        retryAfterSeconds: outcome.retryAfterSeconds,
      });
    case "unavailable":
      throw new ProblemError("NOT_READY", "The engine cannot make a start durable now; nothing was accepted.", {
        retryAfterSeconds: outcome.retryAfterSeconds,
      });
  }
}

async function requireStartable(door: Door, { definition: reference, version }: StartRequest): Promise<CompiledSaga> {
  const slash = reference.indexOf("/");
  const namespace = slash === -1 ? "default" : reference.slice(0, slash);
  const found = await door.definitions.find("saga", namespace, reference.slice(slash + 1), version ?? null);
  const named = version === undefined ? `"${reference}"` : `"${reference}" in version ${version}`;
  if (found?.compiled == null) throw new ProblemError("DEFINITION_NOT_FOUND", `There is no saga definition ${named} that can be started.`);
  if (found.state === "disabled") throw new ProblemError("DEFINITION_NOT_FOUND", `The saga definition ${named} is disabled.`);

  return found.compiled;
}

/** @throws ProblemError INPUT_INVALID naming every place where the input breaks the schema of the definition. */
export function requireFitting(definition: CompiledSaga, input: Json): void {
  if (definition.input === null) return;

  const problems = valueProblems(definition.input, input);
  if (problems.length === 0) return;
  const errors = problems.map(({ at, message }): ProblemItem => ({ code: "INPUT_INVALID", message, at: `/input${at}` }));
  throw new ProblemError("INPUT_INVALID", `The input does not fit the schema of "${definition.namespace}/${definition.name}".`, { errors });
}

function prepare(door: Door, definition: CompiledSaga, { input, key, labels }: StartRequest & { readonly input: Json }): PreparedStart {
  const given = { input, key: key ?? null, labels: labels ?? {} };
  const prepared = prepareStart(definition, given, door.settings.defaultTimeoutMs);
  if (!prepared.ok) throw new ProblemError(prepared.code, prepared.detail);

  const { start } = prepared;
  for (const text of [start.key, start.idempotencyKey, ...Object.keys(start.labels), ...Object.values(start.labels)])
    if (text !== null && !isStorable(text))
      throw new ProblemError("KEY_INVALID", "A key or label holds a character that cannot be stored.");
  return start;
}

/** Control characters and half surrogate pairs cannot be searched for, and the database refuses some of them. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);
}

interface Keyed {
  readonly request: StartRequest;
  readonly key: string | null;
}

/** The header comes first; then the definition's own key, which answers whatever the body. */
function gatesOf(definition: CompiledSaga, { idempotencyKey }: PreparedStart, { request, key }: Keyed): readonly StartGate[] {
  const gates: StartGate[] = [];
  if (key !== null) gates.push({ scope: HEADER_SCOPE, key, fingerprint: sha256(canonicalJson(request as unknown as Json)) });
  if (idempotencyKey !== null)
    gates.push({ scope: `${HEADER_SCOPE}:${definition.namespace}/${definition.name}`, key: idempotencyKey, fingerprint: null });

  return gates;
}

async function existingSaga(door: Door, definition: CompiledSaga, { scope, sagaId, sameRequest }: Existing): Promise<CommittedSaga> {
  if (!sameRequest)
    throw new ProblemError("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key came before with another body; it started another saga.", {
      extensions: { sagaId },
    });
  if (scope !== HEADER_SCOPE && definition.idempotency?.onDuplicate === "reject")
    throw new ProblemError("DUPLICATE_START", `A saga with this business key exists: "${sagaId}".`, { extensions: { sagaId } });

  return requireSaga(door, sagaId);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
