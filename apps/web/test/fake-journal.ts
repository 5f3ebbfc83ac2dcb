import type { JournalEntryView, SagaView } from "@skald/shared";

interface Draft {
  readonly at: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/** A journal that fits the steps of a saga: every call opened with its request, every result behind it. */
export function journalOf(saga: SagaView): JournalEntryView[] {
  const drafts: Draft[] = [
    {
      at: saga.startedAt,
      type: "saga.started",
      data: { input: saga.input, opened: saga.steps[0] ? [opened(saga.id, saga.steps[0], "action")] : [] },
    },
  ];
  for (const [index, step] of saga.steps.entries()) {
    const at = step.endedAt ?? step.startedAt;
    const next = saga.steps[index + 1];
    if (at === null || !["succeeded", "failed", "unknown"].includes(step.status)) continue;

    const goesOn = step.status === "succeeded" && next !== undefined && next.startedAt !== null;
    drafts.push({
      at,
      type: `step.${step.status}`,
      data: {
        state: step.state,
        visit: step.visit,
        attempt: step.attempts,
        callId: `${step.state}#${step.visit}/action`,
        ...answerOf(step.status),
        ...(step.error === null ? {} : { error: step.error }),
        ...(goesOn ? { opened: [opened(saga.id, next, "action")] } : {}),
      },
    });
  }
  for (const step of [...saga.steps].sort((a, b) => (a.undoOrder ?? 0) - (b.undoOrder ?? 0))) {
    if (step.undoAttempts === 0) continue;

    drafts.push({
      at: saga.updatedAt,
      type: "undo.started",
      data: { state: step.state, visit: step.visit, opened: [opened(saga.id, step, "undo")] },
    });
    if (step.undo === "undone")
      drafts.push({
        at: saga.updatedAt,
        type: "undo.succeeded",
        data: { state: step.state, visit: 1, callId: `${step.state}#1/undo`, ...answerOf("succeeded") },
      });
    if (step.undo === "undoFailed")
      drafts.push({
        at: saga.updatedAt,
        type: "undo.failed",
        data: { state: step.state, visit: 1, callId: `${step.state}#1/undo`, attempt: 10, error: step.undoError },
      });
  }

  return drafts.map((draft, index) => ({ seq: index + 1, ...draft, hash: (index + 1).toString(16).padStart(64, "0") }));
}

function opened(sagaId: string, step: SagaView["steps"][number], kind: "action" | "undo") {
  return {
    callId: `${step.state}#${step.visit}/${kind}`,
    kind,
    state: step.state,
    visit: step.visit,
    request: {
      method: kind === "undo" ? "DELETE" : "POST",
      service: `shop/${step.service}`,
      target: `/${step.operation}/${sagaId.slice(-4)}`,
      headers: { "content-type": "application/json", "idempotency-key": `${sagaId}/${step.state}#${step.visit}` },
      body: kind === "undo" ? null : JSON.stringify({ orderId: "O-1182", amount: "42.10", state: step.state }),
    },
  };
}

function answerOf(status: string): Record<string, unknown> {
  return status === "succeeded" ? { status: 200, body: JSON.stringify({ ok: true, id: "A-1" }) } : {};
}
