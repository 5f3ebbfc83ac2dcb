import type { CallRequest, Entry, Saga } from "@skald/kernel";
import type { CallKind, Json } from "@skald/shared";
import type { Answer } from "../world/answer.ts";
import type { Finding } from "../world/finding.ts";
import type { Awaited } from "../world/happening.ts";
import type { Effect } from "../world/ledger.ts";
import type { RestStatus } from "../world/rest-status.ts";
import type { ScriptedIncoming } from "./script.ts";

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
  /** Where a worker takes it, instead of the request being sent. */
  readonly queue?: string;
}

/** Something that came from outside to a simulated saga, or did not come in time. */
export interface SimulatedArrival {
  readonly of: Awaited["of"];
  readonly state: string;
  readonly visit: number;
  /** Milliseconds of virtual time since the start. */
  readonly atMs: number;
  readonly incoming: ScriptedIncoming;
  /** In words, such as the type of an event. */
  readonly what: string;
  /** Whether the state took it; false: it did not fit. */
  readonly taken: boolean;
  /** How many calls were made before it. */
  readonly afterCalls: number;
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
  readonly arrivals: readonly SimulatedArrival[];
  /** States whose undo succeeded, in order. */
  readonly undone: readonly string[];
  /** What happened, in words. */
  readonly story: readonly string[];
  readonly entries: readonly Entry[];
  /** The saga itself as it stands at the end, without its members. */
  readonly saga: Saga;
  /** What stands in the participants' books at the end. */
  readonly ledger: readonly Effect[];
  /** Virtual time from start to end, milliseconds. */
  readonly elapsedMs: number;
  /** What did not hold on the way: consistency, and the author's assertions. */
  readonly findings: readonly Finding[];
}
