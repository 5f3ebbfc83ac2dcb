import type { Saga } from "@skald/kernel";
import type { TerminalStatus } from "@skald/shared";

/** How a saga ended, or that a person is needed. */
export type RestStatus = TerminalStatus | "suspended";

/** How a saga came to rest; null while it goes on by itself. */
export function restStatus({ context }: Saga): RestStatus | null {
  return context.ended?.status ?? (Object.keys(context.incidents).length === 0 ? null : "suspended");
}
