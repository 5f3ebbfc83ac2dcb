import type { Saga } from "@skald/kernel";

/** Whether an exploration goes no further: the saga has ended, or a person is needed. */
export function isAtEnd({ context }: Saga): boolean {
  return context.ended !== null || context.incident !== null;
}
