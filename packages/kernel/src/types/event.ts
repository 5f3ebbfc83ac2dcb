import type { CommandType, Json } from "@skald/shared";
import type { Observation } from "./call.ts";

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

/** Everything that can happen to a saga from outside. */
export type SagaEvent =
  | {
      readonly kind: "start";
      readonly deadlineMs: number | null;
      readonly key: string | null;
      readonly labels: Readonly<Record<string, string>>;
    }
  | { readonly kind: "result"; readonly callId: string; readonly attempt: number; readonly observation: Observation }
  /** A back-off (`name` = callId) or the `wait` state (`name` = `wait/<state>`) is due by the clock that keeps it. */
  | { readonly kind: "timer"; readonly name: string }
  | { readonly kind: "deadline" }
  | { readonly kind: "command"; readonly command: Command }
  /** The runtime could not go on with this saga three times: park it. */
  | { readonly kind: "poison"; readonly detail: string };
