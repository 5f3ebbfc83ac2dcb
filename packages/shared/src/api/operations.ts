import Type, { type Static } from "typebox";
import { CauseView } from "./saga.ts";

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A service of the catalogue with what the engine sees of it now. */
export const ServiceView = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  version: Type.String(),
  setByHand: Type.Array(Type.String(), { description: "Live values that are not the document's own, by their names." }),
  baseUrl: Type.String(),
  health: Type.Enum(["up", "down", "unknown"]),
  healthDetail: nullable(Type.String()),
  checkedAt: nullable(Type.String({ format: "date-time" })),
  breaker: Type.Object({
    state: Type.Enum(["closed", "open", "half-open"]),
    override: nullable(Type.Enum(["open", "closed"])),
    overrideReason: nullable(Type.String()),
    failureRate: Type.Number(),
    failureRateMax: Type.Number(),
    calls: Type.Integer({ description: "Calls in the window." }),
    openedAt: nullable(Type.String({ format: "date-time" })),
    halfOpenAt: nullable(Type.String({ format: "date-time" })),
  }),
  concurrency: Type.Object({ running: Type.Integer(), max: nullable(Type.Integer()), waiting: Type.Integer() }),
  rate: Type.Object({ limit: nullable(Type.Integer()), perMs: nullable(Type.Integer()) }),
  latencyMs: Type.Object({ p50: nullable(Type.Number()), p95: nullable(Type.Number()) }),
  operations: Type.Array(Type.Object({ name: Type.String(), kind: Type.String(), undo: Type.Boolean(), verify: Type.Boolean() })),
});
export type ServiceView = Static<typeof ServiceView>;

export const ServiceList = Type.Object({ items: Type.Array(ServiceView) });
export type ServiceList = Static<typeof ServiceList>;

/**
 * `PUT /services/{name}`: live values in the words of a service document, checked by its schema. They stand above
 * the document's own, whatever its version, until the next PUT; what is not named is the document's.
 */
export interface LiveRequest {
  readonly baseUrl?: string;
  /** One of `header`, `bearer`, `basic`. */
  readonly auth?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly health?: { readonly path: string; readonly interval?: string };
  readonly concurrency?: number;
  readonly rateLimit?: { readonly limit: number; readonly per?: string };
  readonly circuitBreaker?: {
    readonly failureRate?: number;
    readonly minimumCalls?: number;
    readonly window?: string;
    readonly halfOpenAfter?: string;
  };
}

/** `POST /services/{name}/breaker`. `auto`: the breaker decides for itself again. */
export const BreakerRequest = Type.Object(
  { state: Type.Enum(["open", "closed", "auto"]), reason: Type.String({ minLength: 10, maxLength: 2000 }) },
  { additionalProperties: false },
);
export type BreakerRequest = Static<typeof BreakerRequest>;

export const ComponentHealth = Type.Object({ name: Type.String(), status: Type.Enum(["up", "degraded", "down"]), detail: Type.String() });

export const HealthView = Type.Object({
  status: Type.Enum(["up", "degraded", "down"]),
  version: Type.String(),
  uptimeSeconds: Type.Number(),
});
export type HealthView = Static<typeof HealthView>;

export const ReadyView = Type.Object({ ready: Type.Boolean(), reasons: Type.Array(Type.String()) });
export type ReadyView = Static<typeof ReadyView>;

export const HealthDetailed = Type.Interface([HealthView], {
  at: Type.String({ format: "date-time" }),
  ready: Type.Boolean(),
  reasons: Type.Array(Type.String()),
  components: Type.Array(ComponentHealth),
  services: Type.Array(ServiceView),
  capabilities: Type.Array(Type.String(), {
    description: "What of the language this engine runs: types of states, fields, protocols. The rest is NOT_YET_RUNNABLE.",
  }),
});
export type HealthDetailed = Static<typeof HealthDetailed>;

export const DurationView = Type.Object({
  p50: nullable(Type.Number()),
  p95: nullable(Type.Number()),
  p99: nullable(Type.Number()),
  mean: nullable(Type.Number()),
});

/** `GET /api/v1/statistics?window=` : live counts now, ends within the window. */
export const StatisticsView = Type.Object({
  asOf: Type.String({ format: "date-time" }),
  windowMs: Type.Integer(),
  byStatus: Type.Record(Type.String(), Type.Integer()),
  started: Type.Integer(),
  ended: Type.Integer(),
  endedPerMinute: Type.Number(),
  compensationRate: nullable(Type.Number({ description: "Share of ended sagas that were compensated, 0 to 1." })),
  successRate: nullable(Type.Number()),
  stepCompletionRate: nullable(Type.Number()),
  meanSteps: nullable(Type.Number()),
  durationMs: DurationView,
  hotSpots: Type.Array(
    Type.Object({
      definition: Type.String(),
      state: Type.String(),
      type: Type.String(),
      count: Type.Integer(),
      firstSeen: Type.String({ format: "date-time" }),
    }),
  ),
  definitions: Type.Array(
    Type.Object({
      definition: Type.String(),
      version: Type.String(),
      running: Type.Integer(),
      ended: Type.Integer(),
      successRate: nullable(Type.Number()),
      compensationRate: nullable(Type.Number()),
      durationMs: DurationView,
    }),
  ),
  /** Starts, ends and compensations in equal slices of the window, oldest first. */
  series: Type.Array(
    Type.Object({
      at: Type.String({ format: "date-time" }),
      started: Type.Integer(),
      completed: Type.Integer(),
      compensated: Type.Integer(),
    }),
  ),
});
export type StatisticsView = Static<typeof StatisticsView>;

/** `GET /metrics/coordinator?window=` : how the engine as a whole does. */
export const CoordinatorMetrics = Type.Object({
  asOf: Type.String({ format: "date-time" }),
  windowMs: Type.Integer(),
  byStatus: Type.Record(Type.String(), Type.Integer(), { description: "Live sagas now, and those that ended within the window." }),
  active: Type.Integer({ description: "Sagas that have not ended, now." }),
  started: Type.Integer(),
  ended: Type.Integer(),
  successRate: nullable(Type.Number({ description: "Share of ended sagas that completed, 0 to 1; null before the first end." })),
  meanDurationMs: nullable(Type.Number()),
  throughput: Type.Object({ startedPerMinute: Type.Number(), endedPerMinute: Type.Number() }),
});
export type CoordinatorMetrics = Static<typeof CoordinatorMetrics>;

/** Row of the audit: who commanded what, why, with what result. */
export const AuditItem = Type.Object({
  commandId: Type.String(),
  sagaId: Type.String(),
  definition: Type.String(),
  key: nullable(Type.String()),
  type: Type.String(),
  actor: Type.String(),
  reason: nullable(Type.String()),
  ticket: nullable(Type.String()),
  state: Type.Enum(["pending", "applied", "refused"]),
  result: nullable(Type.String()),
  at: Type.String({ format: "date-time" }),
});
export type AuditItem = Static<typeof AuditItem>;
export const AuditList = Type.Object({ items: Type.Array(AuditItem), nextCursor: nullable(Type.String()) });
export type AuditList = Static<typeof AuditList>;

export { CauseView };
