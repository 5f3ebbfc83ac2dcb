import type { AllowedCommand, CauseView, CommandType, SagaView, StepView } from "@skald/shared";
import { ORDER_GRAPH } from "./fake-definition.ts";

/** Everything a saga of the fake engine may be found in. */
export type Scenario =
  | "running"
  | "backoff"
  | "waiting"
  | "paused"
  | "compensating"
  | "undoFailed"
  | "stuck"
  | "unknown"
  | "completed"
  | "compensated"
  | "failed"
  | "terminated";

const STATES = ORDER_GRAPH.nodes.filter((node) => node.service !== null).map((node) => node.state);

/** A saga of the shop in one of its scenarios, begun `ageMs` ago. */
export function sagaOf(scenario: Scenario, place: number, ageMs: number): SagaView {
  const startedMs = Date.now() - ageMs;
  const shape = SHAPES[scenario](startedMs);
  const steps = STATES.map((state, index) => stepOf(idOf(startedMs, place), state, startedMs + index * 400, shape.steps[index] ?? {}));
  const undone = steps.filter((step) => step.undo === "undone" || step.undo === "waived").length;
  const toUndo = steps.filter((step) => step.undo !== "none").length;
  const completed = steps.filter((step) => step.status === "succeeded").length;

  return {
    id: idOf(startedMs, place),
    namespace: "shop",
    definition: "shop/order",
    version: place % 7 === 3 ? "2.0.3" : "2.1.0",
    hash: "sha256:order",
    key: `O-${1100 + place}`,
    labels: { team: "checkout" },
    status: "running",
    phase: "forward",
    attention: null,
    held: false,
    revision: 8 + completed * 2 + undone * 2,
    progress: {
      percent: Math.round((completed / steps.length) * 100),
      completedSteps: completed,
      totalSteps: steps.length,
      undone,
      toUndo: shape.own.phase === "compensating" || shape.own.status === "compensated" ? toUndo : 0,
    },
    current: steps.filter((step) => ["running", "backoff", "waiting"].includes(step.status)).map((step) => step.state),
    attemptsMax: Math.max(...steps.map((step) => Math.max(step.attempts, step.undoAttempts))),
    cause: null,
    waived: [],
    startedAt: iso(startedMs),
    updatedAt: iso(startedMs + 2400),
    endedAt: null,
    deadline: iso(startedMs + 3_600_000),
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    steps,
    input: {
      orderId: `O-${1100 + place}`,
      customerId: "C-204",
      items: [{ sku: "WOOL-SOCK-M", quantity: 2 }],
      total: 42.1,
      note: "leave at the door \u202eevil\u202c",
      payment: "[sensitive]",
    },
    output: scenario === "completed" ? { tracking: "TRK-88120" } : null,
    allowedCommands: [],
    ...shape.own,
  };
}

interface Shape {
  readonly own: Partial<SagaView>;
  readonly steps: readonly Partial<StepView>[];
}

const OK: Partial<StepView> = { status: "succeeded", attempts: 1, undo: "pending" };
const DONE: Partial<StepView> = { status: "succeeded", attempts: 1, undo: "none" };

const SHAPES: Record<Scenario, (startedMs: number) => Shape> = {
  running: () => ({
    own: { allowedCommands: allow({ pause: "R1", cancel: "R3", terminate: "R4" }) },
    steps: [OK, OK, OK, { status: "running", attempts: 1 }],
  }),
  backoff: () => ({
    own: { allowedCommands: allow({ pause: "R1", cancel: "R3", terminate: "R4" }) },
    steps: [
      OK,
      OK,
      OK,
      {
        status: "backoff",
        attempts: 3,
        tainted: true,
        dueAt: iso(Date.now() + 45_000),
        error: cause("ship", 3, "ServiceUnavailable", 503),
      },
    ],
  }),
  waiting: () => ({
    own: { status: "waiting", allowedCommands: allow({ pause: "R1", cancel: "R3", terminate: "R4" }) },
    steps: [OK, OK, OK, { status: "waiting", attempts: 1, dueAt: iso(Date.now() + 600_000) }],
  }),
  paused: () => ({
    own: { status: "paused", current: ["ship"], allowedCommands: allow({ resume: "R1", compensate: "R3", terminate: "R4" }) },
    steps: [OK, OK, OK, { status: "pending" }],
  }),
  compensating: () => ({
    own: {
      status: "compensating",
      phase: "compensating",
      current: ["reserve"],
      cause: cause("ship", 3, "AddressUnknown", 422),
      allowedCommands: allow({ pause: "R1", terminate: "R4" }),
    },
    steps: [
      { ...OK, undoOrder: 3 },
      { ...OK, undo: "running", undoAttempts: 1, undoOrder: 2 },
      { ...OK, undo: "undone", undoAttempts: 1, undoOrder: 1 },
      { status: "failed", attempts: 1, undo: "none", error: cause("ship", 3, "AddressUnknown", 422) },
    ],
  }),
  undoFailed: (startedMs) => ({
    own: {
      status: "suspended",
      phase: "compensating",
      attention: { reason: "undo_failed", state: "authorise", since: iso(startedMs + 9000) },
      cause: cause("ship", 3, "AddressUnknown", 422),
      current: ["authorise"],
      allowedCommands: allow(
        { retry: "R2", complete: "R3", compensate: "R3", "waive-undo": "R4", terminate: "R4" },
        { state: "authorise", lane: "undo" },
      ),
    },
    steps: [
      { ...OK, undoOrder: 3 },
      { ...OK, undoOrder: 2 },
      {
        ...OK,
        undo: "undoFailed",
        undoAttempts: 10,
        undoOrder: 1,
        undoError: { ...cause("authorise", 2, "PaymentGatewayError", 503), detail: "upstream timeout after 5 s" },
      },
      { status: "failed", attempts: 1, error: cause("ship", 3, "AddressUnknown", 422) },
    ],
  }),
  stuck: (startedMs) => ({
    own: {
      status: "suspended",
      attention: { reason: "stuck_forward", state: "announce", since: iso(startedMs + 30_000) },
      cause: cause("announce", 5, "MailboxFull", 507),
      current: ["announce"],
      allowedCommands: allow({ retry: "R2", complete: "R3", terminate: "R4" }, { state: "announce", lane: "action" }),
    },
    steps: [OK, OK, OK, OK, DONE, { status: "failed", attempts: 5, attemptsMax: 5, error: cause("announce", 5, "MailboxFull", 507) }],
  }),
  unknown: (startedMs) => ({
    own: {
      status: "suspended",
      attention: { reason: "outcome_unknown", state: "capture", since: iso(startedMs + 15_000) },
      cause: { ...cause("capture", 4, "Timeout", 504), category: "timeout" },
      current: ["capture"],
      allowedCommands: allow({ "resolve-unknown": "R3", retry: "R2", terminate: "R4" }, { state: "capture", lane: "action" }),
    },
    steps: [
      OK,
      OK,
      OK,
      OK,
      {
        status: "unknown",
        attempts: 3,
        attemptsMax: 3,
        tainted: true,
        error: { ...cause("capture", 4, "Timeout", 504), category: "timeout" },
      },
    ],
  }),
  completed: (startedMs) => ({
    own: { status: "completed", endedAt: iso(startedMs + 2600), current: ["done"], deadline: null },
    steps: [OK, OK, OK, OK, DONE, DONE],
  }),
  compensated: (startedMs) => ({
    own: {
      status: "compensated",
      phase: "compensating",
      endedAt: iso(startedMs + 5200),
      cause: cause("reserve", 1, "OutOfStock", 409),
      current: [],
      deadline: null,
    },
    steps: [
      { ...OK, undo: "undone", undoAttempts: 1, undoOrder: 1 },
      { status: "failed", attempts: 1, error: cause("reserve", 1, "OutOfStock", 409) },
    ],
  }),
  failed: (startedMs) => ({
    own: {
      status: "failed",
      endedAt: iso(startedMs + 300),
      cause: cause("createOrder", 0, "CustomerBlocked", 403),
      current: [],
      deadline: null,
    },
    steps: [{ status: "failed", attempts: 1, error: cause("createOrder", 0, "CustomerBlocked", 403) }],
  }),
  terminated: (startedMs) => ({
    own: { status: "terminated", endedAt: iso(startedMs + 60_000), current: [], deadline: null },
    steps: [OK, OK, { status: "failed", attempts: 5, error: cause("authorise", 2, "CardDeclined", 402) }],
  }),
};

/** Every command, allowed where the table names its risk, otherwise with the reason why not. */
export function allow(
  risks: Partial<Record<CommandType, AllowedCommand["risk"]>>,
  at: Pick<AllowedCommand, "state" | "lane"> = { state: null, lane: null },
): AllowedCommand[] {
  const all: readonly CommandType[] = [
    "pause",
    "resume",
    "retry",
    "compensate",
    "cancel",
    "terminate",
    "complete",
    "waive-undo",
    "resolve-unknown",
  ];
  return all.map((type) => {
    const risk = risks[type];
    const isPlaced = ["retry", "complete", "waive-undo", "resolve-unknown"].includes(type);
    if (risk === undefined) return { type, allowed: false, why: "the saga is not in a state for it", risk: "R3", state: null, lane: null };

    return { type, allowed: true, why: null, risk, ...(isPlaced ? at : { state: null, lane: null }) };
  });
}

function stepOf(sagaId: string, state: string, startedMs: number, own: Partial<StepView>): StepView {
  const node = ORDER_GRAPH.nodes.find((candidate) => candidate.state === state);
  const began = own.status !== undefined && own.status !== "pending";
  const ended = own.status === "succeeded" || own.status === "failed" || own.status === "unknown";
  const durationMs = 84 + state.length * 17;
  return {
    state,
    type: "task",
    kind: node?.kind ?? null,
    service: node?.service ?? null,
    operation: node?.operation ?? null,
    visit: 1,
    status: "pending",
    attempts: 0,
    attemptsMax: 3,
    undo: "none",
    undoAttempts: 0,
    undoAttemptsMax: 10,
    undoOrder: null,
    tainted: false,
    startedAt: began ? iso(startedMs) : null,
    endedAt: ended ? iso(startedMs + durationMs) : null,
    durationMs: ended ? durationMs : null,
    dueAt: null,
    error: null,
    undoError: null,
    idempotencyKey: began ? `${sagaId}/${state}#1` : null,
    ...own,
  };
}

function cause(state: string, index: number, type: string, status: number): CauseView {
  return {
    state,
    index,
    type,
    category: status >= 500 ? "communication" : "step",
    status,
    detail: `${type}: the service answered ${status}`,
    at: iso(Date.now() - 60_000),
  };
}

function idOf(startedMs: number, place: number): string {
  const time = startedMs.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${place.toString(16).padStart(12, "0")}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
