import type { CompiledSaga, Expressions, valueProblems } from "@skald/dsl";
import type { ErrorCode, Json } from "@skald/shared";
import type { Entry } from "./entry.ts";
import type { Saga } from "./saga.ts";

/**
 * What a decision may read beside the saga and the event. Read-only, never journalled.
 */
export interface Scope {
  readonly definition: CompiledSaga;
  /** The clock in milliseconds since 1970, the only time there is. */
  readonly nowMs: number;
  /** A fresh number in [0, 1) for jitter. The delay it led to is recorded. */
  random(): number;
  /**
   * A committed or just decided entry of this saga's journal.
   * The host has loaded every entry `entriesNeeded(saga)` names.
   */
  entryAt(seq: number): Entry;
  /** Values of environment names documents may read. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of the scopes around an item: what its parent's block can read, frozen while the block runs. */
  readonly outer?: Readonly<Record<string, unknown>>;
  /** Left out: expressions are evaluated. An explorer answers them by free choice instead. */
  readonly expressions?: ExpressionPort;
}

/** The scope of a decision: its expressions are there, and its entries include those just decided. */
export type DecidingScope = Scope & { readonly expressions: ExpressionPort };

/** Everything the kernel evaluates. */
export interface ExpressionPort extends Expressions {
  /** What is wrong with a value by its schema. */
  readonly valueProblems: typeof valueProblems;
}

/** The answer to a command, or to what a person decided in a `human` state. */
export type Verdict =
  | { readonly kind: "applied"; readonly result: string }
  | { readonly kind: "refused"; readonly code: ErrorCode; readonly detail: string; readonly extensions?: Readonly<Record<string, Json>> };

/** What one event leads to. Pure: the caller commits the entries, then acts. */
export interface Decision {
  readonly saga: Saga;
  readonly entries: readonly Entry[];
  /** Only for a command and for the answer of a person. */
  readonly verdict?: Verdict;
}
