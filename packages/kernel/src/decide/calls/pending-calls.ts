import type { CompiledSaga } from "@skald/dsl";
import { requireKnown } from "../../require-known.ts";
import type { OpenCall, OpenedCall, PendingCall } from "../../types/call.ts";
import type { Entry } from "../../types/entry.ts";
import type { Saga } from "../../types/saga.ts";
import { timeoutOf } from "./call-facts.ts";
import { idempotencyKeyOf } from "./render-call.ts";

/**
 * The calls to make now, and the only source of calls (W6): after a commit, after recovery, after resume.
 * The request is the one that was journalled; nothing is rendered again.
 */
export function pendingCalls(saga: Saga, definition: CompiledSaga, entryAt: (seq: number) => Entry): readonly PendingCall[] {
  const pending: PendingCall[] = [];
  for (const call of Object.values(saga.context.open)) {
    if (call.held) continue;
    const opened = requireOpened(call, entryAt);
    const { callId, kind, state, visit, attempt } = call;
    const { key, queue, callback } = opened;
    const idempotencyKey = idempotencyKeyOf(saga.id, key === undefined ? call : { ...call, key });
    const timeoutMs = timeoutOf(definition, call);
    pending.push({
      sagaId: saga.id,
      callId,
      kind,
      state,
      visit,
      attempt,
      idempotencyKey,
      request: opened.request,
      timeoutMs,
      traceId: saga.traceId,
      ...(queue === undefined ? {} : { queue }),
      ...(callback === undefined ? {} : { callback }),
    });
  }
  return pending;
}

/** A call that is open as its entry opened it. @throws Error when the entry does not hold it: a defect. */
export function requireOpened(call: OpenCall, entryAt: (seq: number) => Entry): OpenedCall {
  const opened = entryAt(call.entry).data.opened?.find((one) => one.callId === call.callId);

  return requireKnown(opened, `request of the call "${call.callId}"`);
}

/**
 * Entries of the journal that decisions and calls of this saga read: outputs, requests, the undo stack.
 * Nothing is decided about an ended saga, so it needs none.
 */
export function entriesNeeded(saga: Saga): readonly number[] {
  const { context } = saga;
  if (context.ended !== null) return [];

  const seqs = new Set<number>();
  for (const step of Object.values(context.steps)) for (const seq of [step.openedAt, step.outputAt]) if (seq !== null) seqs.add(seq);
  for (const { openedAt, outputAt, answeredAt = null, undoOpenedAt = null } of context.undo)
    for (const seq of [openedAt, outputAt, answeredAt, undoOpenedAt]) if (seq !== null) seqs.add(seq);
  for (const { arrivedAt } of Object.values(context.waits)) if (arrivedAt !== null) seqs.add(arrivedAt);
  for (const call of Object.values(context.open)) seqs.add(call.entry);
  for (const one of Object.values(context.backoff)) seqs.add(one.entry);
  for (const { givenAt, settled } of Object.values(context.members)) {
    seqs.add(givenAt);
    for (const { settledAt } of Object.values(settled)) seqs.add(settledAt);
  }
  for (const block of Object.values(context.blocks))
    for (const { outputAt } of Object.values(block.branches)) if (outputAt !== null) seqs.add(outputAt);

  return [...seqs].sort((left, right) => left - right);
}
