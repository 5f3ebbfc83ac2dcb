// The barrier between a service and calls that come twice, late, or in the wrong order.
//
//   B1. The row of the visit is locked before anything is decided: duplicates wait for each other.
//   B2. Barrier, effect and stored answer are one transaction: a crash leaves all of them or none.
//   B3. A fence lower than the highest seen changes nothing, whatever the call asks (P4).
//   B4. After an accepted undo the action of that visit never takes effect (P3).
//   B5. Only an answer that says "done" is stored. A refusal did nothing (P2), so the same key may
//       try again: an operator who retries a refused undo must not get the old refusal for ever.
//   B6. A verify is answered from what is true now, never from a stored answer.

import type { ClientBase, Pool } from "pg";
import { type Answer, alreadyUndone, isDone, keyReused, malformedCall, nothingToUndo, staleFence } from "./answer.ts";
import type { Call, CallKind, StepCall } from "./call.ts";
import { findAnswer, markStep, raiseFence, releaseKey, type StoredAnswer, storeAnswer, takeKey } from "./rows.ts";
import { inSavepoint, inTransaction } from "./transaction.ts";

/** The work of a service for one call. Everything it writes goes through `client`. */
export type Effect = (client: ClientBase) => Promise<Answer>;

/**
 * Runs `effect` at most once per key and gives the same answer again (P1 to P4).
 * A throw rolls everything back and is passed on: answer it with 500, the outcome is unknown.
 */
export async function withBarrier(db: Pool | ClientBase, call: Call, effect: Effect): Promise<Answer> {
  if (call.malformed !== null) return malformedCall(call.malformed);

  return inTransaction(db, (client) => {
    if (call.step !== null) return answerStep(client, call, call.step, effect);
    return call.key === null ? runEffect(client, effect) : answerPlain(client, call, call.key, effect);
  });
}

/** What a kind means for its visit: it opens the effect, settles it, closes it for good, or only looks. */
const MEANING = {
  action: "opens",
  prepare: "opens",
  try: "opens",
  commit: "settles",
  confirm: "settles",
  undo: "closes",
  abort: "closes",
  cancel: "closes",
  verify: "looks",
} as const satisfies Record<CallKind, string>;

async function answerStep(client: ClientBase, call: Call, step: StepCall, effect: Effect): Promise<Answer> {
  const row = await raiseFence(client, step); // B1
  const meaning = MEANING[step.kind];
  if (row.fence > step.fence) return staleFence(row.fence); // B3
  if (meaning === "looks") return runEffect(client, effect); // B6
  if (meaning !== "closes" && row.closed) return alreadyUndone(); // B4

  const key = call.key ?? `${step.saga}/${step.state}#${step.visit}/${step.kind}`;
  const stored = await findAnswer(client, key);
  if (stored !== null) return replay(stored, call);

  const isEmptyUndo = meaning === "closes" && (!row.opened || row.closed);
  const answer = isEmptyUndo ? nothingToUndo() : await runEffect(client, effect);
  if (!isDone(answer)) return answer; // B5

  if (meaning === "closes") await markStep(client, step, { closed: true });
  if (meaning === "opens") await markStep(client, step, { opened: true });
  await storeAnswer(client, key, { fingerprint: call.fingerprint, answer });
  return answer;
}

async function answerPlain(client: ClientBase, call: Call, key: string, effect: Effect): Promise<Answer> {
  const isMine = await takeKey(client, key);
  const stored = isMine ? null : await findAnswer(client, key);
  if (stored !== null) return replay(stored, call);

  const answer = await runEffect(client, effect);
  if (isDone(answer)) await storeAnswer(client, key, { fingerprint: call.fingerprint, answer });
  else await releaseKey(client, key); // B5
  return answer;
}

function runEffect(client: ClientBase, effect: Effect): Promise<Answer> {
  return inSavepoint(client, () => effect(client), isDone);
}

function replay(stored: StoredAnswer, call: Call): Answer {
  const isSameRequest = stored.fingerprint === null || call.fingerprint === null || stored.fingerprint === call.fingerprint;
  if (!isSameRequest) return keyReused();

  return { ...stored.answer, headers: { ...stored.answer.headers, "Idempotency-Replayed": "true" } };
}
