import type { CommandType, Json } from "@skald/shared";
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

/** Everything that can happen to a saga from outside. */
export type SagaEvent =
  | {
      readonly kind: "start";
      readonly deadlineMs: number | null;
      readonly key: string | null;
      readonly labels: Readonly<Record<string, string>>;
      /** A member of a saga that has passed its pivot: it can only go forward (R9). */
      readonly afterPivot?: boolean;
    }
  | { readonly kind: "result"; readonly callId: string; readonly attempt: number; readonly observation: Observation }
  /** A back-off (`name` = callId) or the `wait` state (`name` = `wait/<state>`) is due by the clock that keeps it. */
  | { readonly kind: "timer"; readonly name: string }
  | { readonly kind: "deadline" }
  | { readonly kind: "command"; readonly command: Command }
  /** What became of an item or a child: from its saga to this one. */
  | { readonly kind: "member"; readonly place: string; readonly news: MemberNews }
  /** What the parent wants of this item or child. A repeated order changes nothing. */
  | { readonly kind: "order"; readonly order: MemberOrderKind }
  /** The runtime could not go on with this saga three times: park it. */
  | { readonly kind: "poison"; readonly detail: string };
