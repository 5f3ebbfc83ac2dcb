import { type OpenCall, type Saga, waits } from "@skald/kernel";

/** Something that can happen to a saga next, without a person. */
export type Happening =
  | { readonly kind: "call"; readonly call: OpenCall }
  /** A back-off or a wait is over. */
  | { readonly kind: "due"; readonly name: string; readonly dueAtMs: number };

/** Everything that can happen next: each call under way may be answered, each wait may be over. */
export function happenings(saga: Saga): readonly Happening[] {
  if (saga.context.ended !== null) return [];
  const calls = Object.values(saga.context.open)
    .filter((call) => !call.held)
    .map((call): Happening => ({ kind: "call", call }));

  return [...calls, ...waits(saga).map(({ name, dueAtMs }): Happening => ({ kind: "due", name, dueAtMs }))];
}
