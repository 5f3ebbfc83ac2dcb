import { type OpenCall, waits } from "@skald/kernel";
import type { Position } from "./position.ts";

/** Something that can happen next, without a person. `key` is the saga of the family it happens to. */
export type Happening =
  | { readonly kind: "call"; readonly key: string; readonly call: OpenCall }
  /** A back-off or a wait is over. */
  | { readonly kind: "due"; readonly key: string; readonly name: string; readonly dueAtMs: number };

/** Whether something from outside is awaited that no made-up world brings yet: an event, a person, a callback, a lock. */
export function awaitsOutside({ family }: Position): boolean {
  return Object.values(family).some(({ saga }) => Object.values(saga.context.waits).some(({ kind }) => kind !== "timer"));
}

/** Everything that can happen next: each call under way may be answered, each wait may be over, in the whole family. */
export function happenings({ family }: Position): readonly Happening[] {
  return Object.entries(family).flatMap(([key, { saga }]): readonly Happening[] => {
    if (saga.context.ended !== null) return [];
    const calls = Object.values(saga.context.open).filter((call) => !call.held);
    const dues = waits(saga);

    return [
      ...calls.map((call) => ({ kind: "call" as const, key, call })),
      ...dues.map(({ name, dueAtMs }) => ({ kind: "due" as const, key, name, dueAtMs })),
    ];
  });
}
