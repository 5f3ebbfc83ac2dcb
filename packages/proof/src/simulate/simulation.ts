import type { CallRequest, Entry } from "@skald/kernel";
import type { CallKind, Json } from "@skald/shared";
import type { Answer } from "../world/answer.ts";
import type { Finding } from "../world/finding.ts";
import type { Effect } from "../world/ledger.ts";
import type { RestStatus } from "../world/rest-status.ts";

/** One call a simulated saga made. */
export interface SimulatedCall {
  readonly kind: CallKind;
  readonly state: string;
  readonly visit: number;
  readonly attempt: number;
  /** Milliseconds of virtual time since the start. */
  readonly atMs: number;
  readonly answer: Answer;
  readonly request: CallRequest | null;
}

/** Everything that happened to a simulated saga. Plain JSON. */
export interface Simulation {
  /** `suspended`: a person is needed. `unfinished`: a bound was met. */
  readonly end: RestStatus | "unfinished";
  readonly cause: { readonly type: string; readonly state: string | null; readonly detail: string } | null;
  readonly attention: { readonly reason: string; readonly state: string | null } | null;
  readonly output: Json;
  /** States entered, in order. */
  readonly path: readonly string[];
  readonly calls: readonly SimulatedCall[];
  /** States whose undo succeeded, in order. */
  readonly undone: readonly string[];
  /** What happened, in words. */
  readonly story: readonly string[];
  readonly entries: readonly Entry[];
  /** What stands in the participants' books at the end. */
  readonly ledger: readonly Effect[];
  /** Virtual time from start to end, milliseconds. */
  readonly elapsedMs: number;
  /** What did not hold on the way: consistency, and the author's assertions. */
  readonly findings: readonly Finding[];
}
