import type { AuditItem, CommandView, SagaSummary, StatisticsView } from "@skald/shared";

/** Filters of `GET /sagas`. Absent fields do not filter. */
export interface SagaFilter {
  readonly namespace?: string;
  readonly name?: string;
  readonly version?: string;
  readonly status?: readonly string[];
  readonly phase?: string;
  /** A reason, `any`, or `none`. */
  readonly attention?: string;
  readonly key?: string;
  readonly label?: { readonly name: string; readonly value: string };
  readonly state?: string;
  readonly failedState?: string;
  readonly cause?: string;
  readonly startedAfter?: string;
  readonly startedBefore?: string;
  readonly attemptsMin?: number;
  /** Prefix of id or key, or the exact error type. */
  readonly q?: string;
  readonly order: "newest" | "oldest";
}

/** Where a page begins: keyset over (started_at, id). */
export interface SagaCursor {
  readonly startedAt: string;
  readonly id: string;
}

/** Lists, search and statistics; reads only what the host wrote into rows. At most 2 s old. */
export interface Projection {
  list(filter: SagaFilter, after: SagaCursor | null, limit: number): Promise<readonly SagaSummary[]>;
  /** Exact up to 10,000, then null. */
  count(filter: SagaFilter): Promise<number | null>;
  statistics(windowMs: number): Promise<StatisticsView>;
  commands(sagaId: string): Promise<readonly CommandView[]>;
  command(sagaId: string, commandId: string): Promise<CommandView | null>;
  commandByKey(sagaId: string, idempotencyKey: string): Promise<CommandView | null>;
  audit(after: string | null, limit: number): Promise<readonly AuditItem[]>;
  runningByDefinition(): Promise<Readonly<Record<string, number>>>;
}
