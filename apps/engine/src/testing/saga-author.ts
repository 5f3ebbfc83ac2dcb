import type { CompiledSaga } from "@skald/dsl";
import { newSaga, type SagaEvent } from "@skald/kernel";
import type { Clock } from "../ports/clock.ts";
import type { HostCommand, StartGate } from "../ports/saga-host.ts";
import type { Unit, UnitStart } from "../ports/saga-store.ts";
import { FIRST_HASH } from "../runtime/journal/seal.ts";
import { HOST_LIMITS } from "../runtime/limits.ts";
import { advanceKnown } from "../runtime/mailbox/advance-known.ts";
import { buildUnit } from "../runtime/mailbox/build-unit.ts";
import { decideMail } from "../runtime/mailbox/decide-mail.ts";
import { type Known, type Mail, mailOf } from "../runtime/mailbox/resident.ts";
import { createSequentialIds } from "./sequential-ids.ts";

/** Writes the units of one saga by hand, as if each were committed: the contract of stores needs no host. */
export interface SagaAuthor {
  readonly known: Known;
  start(gates?: readonly StartGate[], deadlineMs?: number | null): Unit;
  /** What an event leads to; `null` writes only the row. */
  next(event: SagaEvent | null): Unit;
  command(request: HostCommand): Unit;
}

/** An author of a saga with the id given. */
export function createSagaAuthor(
  definition: CompiledSaga,
  id: string,
  clock: Clock,
  input: Parameters<typeof newSaga>[0]["input"] = { item: "lamp" },
): SagaAuthor {
  const sources = { clock, ids: createSequentialIds(), env: {} };
  const startedAt = new Date(clock.nowMs()).toISOString();
  const saga = newSaga({
    id,
    definition,
    namespace: definition.namespace,
    input,
    key: "K-1",
    labels: { colour: "blue" },
    traceId: "0".repeat(32),
    startedAt,
  });
  const known: Known = {
    definition,
    saga,
    headHash: FIRST_HASH,
    entries: new Map(),
    checkpointed: 0,
    hot: false,
    behindSinceMs: null,
    waits: [],
  };

  const write = (mail: readonly Mail[], gates: readonly StartGate[] | null, checkpointBehindMs: number): Unit => {
    const work = decideMail(known, mail, false, sources);
    if (work.thrown !== null) throw work.thrown.error;

    const start: UnitStart | null = gates === null ? null : { saga: work.saga, gates, keepMs: HOST_LIMITS.startKeyKeepMs };
    const limits = { ...HOST_LIMITS, checkpointBehindMs };
    const draft = buildUnit({ known, work, mail, start, nowMs: clock.nowMs(), limits });
    advanceKnown(known, work, draft, clock.nowMs());
    return draft.unit;
  };

  return {
    known,
    start: (gates = [], deadlineMs = null) =>
      write([mailOf({ kind: "start", deadlineMs, key: "K-1", labels: {} })], gates, HOST_LIMITS.checkpointBehindMs),
    next: (event) => write(event === null ? [] : [{ ...mailOf(event), due: "due" }], null, event === null ? 0 : Number.POSITIVE_INFINITY),
    command: (request) =>
      write(
        [{ ...mailOf({ kind: "command", command: request.command }), command: { request, answer: () => undefined } }],
        null,
        Number.POSITIVE_INFINITY,
      ),
  };
}
