import { type CompiledTask, valueProblems } from "@skald/dsl";
import { lockWishes } from "@skald/kernel";
import type { Json } from "@skald/shared";
import type { Awaited } from "../happening.ts";
import type { Position } from "../position.ts";

/** What comes from outside to a state that waits for it. */
export type Incoming =
  /** An event or a signal that fits this case of a `listen`, from 0. `payload` left out: anything. */
  | { readonly kind: "received"; readonly case: number; readonly payload?: Json }
  /** A person chooses an outcome of a `human`. `form` left out: anything that fits its schema. */
  | { readonly kind: "decided"; readonly outcome: string; readonly form?: Json }
  /** The callback of a task: it is done; `output` left out: anything. */
  | { readonly kind: "done"; readonly output?: Json }
  /** The callback of a task: it is refused, by an entry of its `errors`, or without a word. */
  | { readonly kind: "refused"; readonly type?: string }
  /** The locks of a state. */
  | { readonly kind: "granted" | "deadlock" };

/** One of these breaks a schema, unless anything fits it. */
const BROKEN: readonly Json[] = [null, {}, "", 0];

/** Everything that may come to a state that waits, the good one first. That nothing comes is the end of its time. */
export function incomingTo({ key, state, of }: Awaited, position: Position): readonly Incoming[] {
  const found = position.family[key]?.definition.states[state];
  switch (of) {
    case "event":
      return found?.type === "listen" ? found.cases.map((_one, index) => ({ kind: "received", case: index })) : [];
    case "person":
      return found?.type === "human" ? Object.keys(found.outcomes).map((outcome) => ({ kind: "decided", outcome })) : [];
    case "callback":
      return found?.type === "task" ? callbacksTo(found) : [];
    case "lock":
      return mayDeadlock(position) ? [{ kind: "granted" }, { kind: "deadlock" }] : [{ kind: "granted" }];
  }
}

/** One whose output breaks its schema is of no use, though the work is done; it is a way of its own where that is caught by name. */
function callbacksTo({ errors, outputSchema, catch: catches }: CompiledTask): readonly Incoming[] {
  const types = new Set(errors.filter(({ outcome }) => outcome === "refused").map(({ type }) => type));
  const isCaught = catches.some((entry) => entry.errors.includes("OutputInvalid"));
  const broken = isCaught && outputSchema !== null ? BROKEN.find((value) => valueProblems(outputSchema, value).length > 0) : undefined;

  return [
    { kind: "done" },
    ...[...types].map((type): Incoming => ({ kind: "refused", type })),
    { kind: "refused" },
    ...(broken === undefined ? [] : [{ kind: "done", output: broken } as const]),
  ];
}

/** A circle of sagas that wait for each other needs a lock that is held while another one is waited for. */
function mayDeadlock({ family }: Position): boolean {
  return Object.values(family).flatMap(({ saga, definition }) => lockWishes(saga, definition)).length > 1;
}
