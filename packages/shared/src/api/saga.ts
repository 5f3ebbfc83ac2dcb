import Type, { type Static } from "typebox";
import { ProblemView } from "../errors/problem.ts";
import { ATTENTION_REASONS, COMMAND_TYPES, ERROR_CATEGORIES, SAGA_STATUSES, STEP_STATUSES, UNDO_STATUSES } from "../words.ts";
import { GraphView } from "./definition.ts";

const Instant = Type.String({ format: "date-time", description: "RFC 3339, milliseconds, UTC." });
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Why a saga turned back or stopped. `index` is the place of the failed step in `steps`, from 0. */
export const CauseView = Type.Object({
  state: nullable(Type.String()),
  index: nullable(Type.Integer()),
  type: Type.String(),
  category: Type.Enum(ERROR_CATEGORIES),
  status: nullable(Type.Integer({ description: "HTTP status of the answer, if there was one." })),
  detail: Type.String(),
  at: Instant,
});
export type CauseView = Static<typeof CauseView>;

export const AttentionView = Type.Object({
  reason: Type.Enum(ATTENTION_REASONS),
  state: nullable(Type.String()),
  since: Instant,
});
export type AttentionView = Static<typeof AttentionView>;

/** The latest visit of one state with effects, and of its undo. */
export const StepView = Type.Object({
  state: Type.String(),
  type: Type.String({ description: "State type of the definition: task, wait, …" }),
  kind: nullable(Type.String({ description: "compensatable, pivot, retriable or readOnly." })),
  service: nullable(Type.String()),
  operation: nullable(Type.String()),
  visit: Type.Integer(),
  status: Type.Enum(STEP_STATUSES),
  attempts: Type.Integer(),
  attemptsMax: nullable(Type.Integer()),
  undo: Type.Enum(UNDO_STATUSES),
  undoAttempts: Type.Integer(),
  undoAttemptsMax: nullable(Type.Integer()),
  /** Place in the order of undo, from 1, once there is something to undo. */
  undoOrder: nullable(Type.Integer()),
  tainted: Type.Boolean({ description: "An attempt ended with an unknown outcome." }),
  startedAt: nullable(Instant),
  endedAt: nullable(Instant),
  durationMs: nullable(Type.Integer()),
  dueAt: nullable(Instant),
  error: nullable(CauseView),
  undoError: nullable(CauseView),
  idempotencyKey: nullable(Type.String()),
});
export type StepView = Static<typeof StepView>;

export const AllowedCommand = Type.Object({
  type: Type.Enum(COMMAND_TYPES),
  allowed: Type.Boolean(),
  why: nullable(Type.String()),
  risk: Type.Enum(["R1", "R2", "R3", "R4"]),
  /** Where the command would act, when only one place fits. */
  state: nullable(Type.String()),
  lane: nullable(Type.Enum(["action", "undo"])),
});
export type AllowedCommand = Static<typeof AllowedCommand>;

export const Progress = Type.Object({
  percent: Type.Integer(),
  completedSteps: Type.Integer(),
  totalSteps: Type.Integer(),
  undone: Type.Integer(),
  toUndo: Type.Integer(),
});
export type Progress = Static<typeof Progress>;

/** A row of `GET /sagas`: no steps, no payloads. */
export const SagaSummary = Type.Object({
  id: Type.String({ format: "uuid" }),
  namespace: Type.String(),
  definition: Type.String({ description: "namespace/name" }),
  version: Type.String(),
  hash: Type.String(),
  key: nullable(Type.String()),
  labels: Type.Record(Type.String(), Type.String()),
  status: Type.Enum(SAGA_STATUSES),
  phase: Type.Enum(["forward", "compensating"]),
  attention: nullable(AttentionView),
  held: Type.Boolean(),
  revision: Type.Integer(),
  progress: Progress,
  current: Type.Array(Type.String()),
  attemptsMax: Type.Integer({ description: "Most attempts any open or stuck call has made." }),
  cause: nullable(CauseView),
  waived: Type.Array(Type.String()),
  startedAt: Instant,
  updatedAt: Instant,
  endedAt: nullable(Instant),
  deadline: nullable(Instant),
  traceId: Type.String(),
});
export type SagaSummary = Static<typeof SagaSummary>;

/** `GET /sagas/{id}` */
export const SagaView = Type.Interface([SagaSummary], {
  steps: Type.Array(StepView),
  input: Type.Unknown(),
  output: Type.Unknown(),
  allowedCommands: Type.Array(AllowedCommand),
});
export type SagaView = Static<typeof SagaView>;

export const SagaList = Type.Object({
  items: Type.Array(SagaSummary),
  nextCursor: nullable(Type.String()),
  /** Rows are at most 2 s older than this. */
  asOf: Instant,
});
export type SagaList = Static<typeof SagaList>;

export const StartRequest = Type.Object(
  {
    definition: Type.String({ minLength: 1, maxLength: 255, description: "namespace/name", examples: ["shop/order"] }),
    version: Type.Optional(Type.String({ maxLength: 100, description: "Default: the highest active version, no pre-release." })),
    input: Type.Optional(Type.Unknown({ description: "Must fit the definition's schema. Default: {}." })),
    key: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: "Business key. Default: what the definition computes." })),
    labels: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 255 }), { maxProperties: 64 })),
  },
  { additionalProperties: false },
);
export type StartRequest = Static<typeof StartRequest>;

export const JournalEntryView = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  type: Type.String(),
  data: Type.Unknown(),
  hash: Type.String({ description: "SHA-256 in hex of the previous hash, a newline, and canonical JSON of { seq, at, type, data }." }),
});
export type JournalEntryView = Static<typeof JournalEntryView>;

export const JournalPage = Type.Object({ items: Type.Array(JournalEntryView), nextCursor: nullable(Type.String()) });
export type JournalPage = Static<typeof JournalPage>;

/** `GET /sagas/{id}/explain` */
export const ExplainView = Type.Object({
  sentence: Type.String({ description: "Why the saga is here and what moves it next." }),
  movers: Type.Array(
    Type.Object({
      kind: Type.Enum(["call", "backoff", "timer", "event", "person", "child", "lock", "worker", "breaker"]),
      state: nullable(Type.String()),
      text: Type.String(),
      dueAt: nullable(Instant),
    }),
  ),
  commands: Type.Array(AllowedCommand),
});
export type ExplainView = Static<typeof ExplainView>;

/** `POST /sagas/batch` */
export const BatchRequest = Type.Object(
  { items: Type.Array(StartRequest, { minItems: 1, maxItems: 1000 }) },
  { additionalProperties: false },
);
export type BatchRequest = Static<typeof BatchRequest>;

/** One answer per item of a batch, in its order: what `POST /sagas` would have answered. */
export const BatchView = Type.Object({
  items: Type.Array(
    Type.Object({
      status: Type.Integer({ description: "HTTP status this item alone would have had." }),
      saga: Type.Optional(SagaSummary),
      problem: Type.Optional(ProblemView),
    }),
  ),
});
export type BatchView = Static<typeof BatchView>;

/** `GET /sagas/{id}/graph`: the chart of the pinned version with the live state of each step. */
export const SagaGraphView = Type.Interface([GraphView], {
  sagaId: Type.String({ format: "uuid" }),
  definition: Type.String(),
  version: Type.String(),
  status: Type.Enum(SAGA_STATUSES),
  phase: Type.Enum(["forward", "compensating"]),
  attention: nullable(AttentionView),
  revision: Type.Integer(),
  current: Type.Array(Type.String()),
  steps: Type.Array(StepView),
});
export type SagaGraphView = Static<typeof SagaGraphView>;

/** A frame of `GET /sagas/{id}/stream`: the saga at revision `to`, after one seen at `from` (0: none). */
export const SagaFrame = Type.Object({ from: Type.Integer(), to: Type.Integer(), patch: SagaView });
export type SagaFrame = Static<typeof SagaFrame>;

/** A hint of `GET /stream`: these sagas have moved. `more`: others too, read the page again. */
export const StreamHint = Type.Object({
  changed: Type.Array(Type.Object({ id: Type.String({ format: "uuid" }), revision: Type.Integer(), status: Type.Enum(SAGA_STATUSES) })),
  more: Type.Boolean(),
});
export type StreamHint = Static<typeof StreamHint>;
