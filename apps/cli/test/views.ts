import type { AllowedCommand, CommandView, PreviewView, SagaSummary, SagaView, StepView } from "@skald/shared";

export const ID = "0199f3a2-7c11-7d3e-9a51-1f2e3d4c5b6a";
const AT = "2026-11-20T14:02:11.304Z";

/** A row of the list. */
export function aSummary(fields: Partial<SagaSummary> = {}): SagaSummary {
  return {
    id: ID,
    namespace: "shop",
    definition: "shop/order",
    version: "2.1.0",
    hash: "sha256:00",
    key: "O-1182",
    labels: {},
    status: "suspended",
    phase: "compensating",
    attention: { reason: "undo_failed", state: "reserve", since: AT },
    held: false,
    revision: 41,
    progress: { percent: 60, completedSteps: 3, totalSteps: 5, undone: 1, toUndo: 3 },
    current: ["reserve"],
    attemptsMax: 3,
    cause: { state: "ship", index: 2, type: "AddressNotServed", category: "step", status: 422, detail: "no parcel goes there", at: AT },
    waived: [],
    startedAt: AT,
    updatedAt: AT,
    endedAt: null,
    deadline: null,
    traceId: "0".repeat(32),
    ...fields,
  };
}

/** A saga stuck in the undo of its step "reserve". */
export function aSaga(fields: Partial<SagaView> = {}): SagaView {
  return {
    ...aSummary(),
    steps: [
      aStep({ state: "reserve", undo: "undoFailed", undoAttempts: 3, undoOrder: 2 }),
      aStep({ state: "authorise", undo: "undone", undoAttempts: 1, undoOrder: 1 }),
      aStep({ state: "ship", status: "failed", undo: "none", undoOrder: null }),
    ],
    input: { orderId: "O-1182" },
    output: null,
    allowedCommands: [anAllowed({ type: "retry", state: "reserve", lane: "undo" }), anAllowed({ type: "pause", risk: "R1" })],
    ...fields,
  };
}

/** A step that succeeded and can be undone. */
export function aStep(fields: Partial<StepView> = {}): StepView {
  return {
    state: "reserve",
    type: "task",
    kind: "compensatable",
    service: "shop/inventory",
    operation: "reserve",
    visit: 1,
    status: "succeeded",
    attempts: 1,
    attemptsMax: 3,
    undo: "pending",
    undoAttempts: 0,
    undoAttemptsMax: 3,
    undoOrder: 1,
    tainted: false,
    startedAt: AT,
    endedAt: AT,
    durationMs: 120,
    dueAt: null,
    error: null,
    undoError: null,
    idempotencyKey: null,
    ...fields,
  };
}

function anAllowed(fields: Partial<AllowedCommand>): AllowedCommand {
  return { type: "retry", allowed: true, why: null, risk: "R2", state: null, lane: null, ...fields };
}

/** What a retry of the stuck undo would do. */
export function aPreview(fields: Partial<PreviewView> = {}): PreviewView {
  return {
    revision: 41,
    allowed: true,
    why: null,
    risk: "R2",
    policy: ["reason"],
    sentence: 'The call of "reserve" is made again with the same key.',
    plan: [
      {
        order: 0,
        state: "reserve",
        visit: 1,
        lane: "undo",
        call: "inventory.release",
        status: "will_run",
        note: null,
        idempotencyKey: `${ID}/reserve#1/undo`,
        service: "shop/inventory",
        breaker: "open",
        request: null,
      },
      {
        order: 1,
        state: "ship",
        visit: 1,
        lane: "undo",
        call: null,
        status: "nothing_to_undo",
        note: "the action was refused",
        idempotencyKey: null,
        service: null,
        breaker: null,
        request: null,
      },
    ],
    warnings: [
      { code: "BREAKER_OPEN", service: "shop/inventory", text: "The breaker of shop/inventory is open; inventory.release will wait." },
    ],
    irreversible: true,
    planHash: "sha256:plan",
    expiresAt: AT,
    ...fields,
  };
}

/** A retry that was applied. */
export function aCommand(fields: Partial<CommandView> = {}): CommandView {
  return {
    commandId: "0199f3a2-0000-7d3e-9a51-1f2e3d4c5b6a",
    sagaId: ID,
    type: "retry",
    state: "applied",
    arguments: {},
    actor: "ada",
    reason: "the service is healthy again",
    ticket: null,
    result: 'calls the undo of "reserve" again',
    revisionBefore: 41,
    revisionAfter: 43,
    at: AT,
    ...fields,
  };
}
