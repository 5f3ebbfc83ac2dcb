import type { CommandType, Json, JsonObject } from "@skald/shared";
import type { Observation } from "./call.ts";
import type { Cause } from "./saga.ts";

/** A command as the kernel sees it: the person and the revision were checked at the door. */
export interface Command {
  readonly commandId: string;
  readonly type: CommandType;
  readonly actor: string;
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly state: string | null;
  readonly lane: "action" | "undo";
  readonly visit: number | null;
  /** The revision the person saw; null for `If-Match: *`. */
  readonly revision: number | null;
  readonly planHash: string | null;
  readonly now: boolean;
  readonly downTo: string | null;
  readonly then: "end" | "pause";
  readonly happened: boolean | null;
  /** Undefined: none given. */
  readonly output?: Json;
  readonly evidence: string | null;
}

/** What a parent can want of a member: run (begin, or go on), hold, stop and undo, undo what it completed, end as it is. */
export type MemberOrderKind = "run" | "pause" | "cancel" | "undo" | "release" | "terminate";

/** What a member tells its parent, who knows whether it had completed before. */
export type MemberNews =
  | { readonly kind: "completed"; readonly output: Json }
  | { readonly kind: "ended"; readonly cause: Cause | null }
  | { readonly kind: "suspended" }
  | { readonly kind: "resumed" };

/** The body of `POST /callbacks/{token}`: how the work a 2xx only acknowledged came out. */
export interface CallbackBody {
  readonly outcome: "succeeded" | "refused";
  readonly output?: Json;
  /** Of a refusal: the type of the error and its words. */
  readonly type?: string;
  readonly detail?: string;
}

/** Everything that can happen to a saga from outside. */
export type SagaEvent =
  | {
      readonly kind: "start";
      readonly deadlineMs: number | null;
      readonly key: string | null;
      readonly labels: Readonly<Record<string, string>>;
      /** A member of a saga that has passed its pivot: it can only go forward (R9). */
      readonly afterPivot?: boolean;
      /** The person or program that started it; of a member, who started its parent. */
      readonly startedBy?: string | null;
    }
  | { readonly kind: "result"; readonly callId: string; readonly attempt: number; readonly observation: Observation }
  /** A back-off (`name` = callId) or the wait of a state (`name` = `wait/<state>`) is due by the clock that keeps it. */
  | { readonly kind: "timer"; readonly name: string }
  | { readonly kind: "deadline" }
  | { readonly kind: "command"; readonly command: Command }
  /** What became of an item or a child: from its saga to this one. */
  | { readonly kind: "member"; readonly place: string; readonly news: MemberNews }
  /** What the parent wants of this item or child. A repeated order changes nothing. */
  | { readonly kind: "order"; readonly order: MemberOrderKind }
  /** A CloudEvent that may fit a `listen`. */
  | { readonly kind: "event"; readonly event: JsonObject }
  | { readonly kind: "signal"; readonly name: string; readonly body: Json }
  /** What a person answered to a `human` state. It has a verdict, like a command. */
  | {
      readonly kind: "human";
      readonly state: string;
      readonly outcome: string;
      readonly form: Json;
      readonly actor: string;
      readonly comment: string | null;
    }
  | { readonly kind: "callback"; readonly state: string; readonly visit: number; readonly body: CallbackBody }
  /** What became of the locks a visit asked for. `tokens` by key: what a participant compares (`Skald-Fence`). */
  | {
      readonly kind: "lock";
      readonly state: string;
      readonly visit: number;
      readonly verdict: "granted" | "deadlock";
      readonly tokens?: Readonly<Record<string, string>>;
    }
  /** The runtime could not go on with this saga three times: park it. */
  | { readonly kind: "poison"; readonly detail: string };
