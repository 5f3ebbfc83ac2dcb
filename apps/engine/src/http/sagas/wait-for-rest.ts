import { isTerminal, ProblemError, parseDuration, type SagaView } from "@skald/shared";
import type { Door } from "../edge.ts";
import { requireSaga, viewOf } from "./seen-saga.ts";

const WAIT_MAX_MS = 60_000;

/**
 * How long a caller wants to wait.
 *
 * @throws ProblemError REQUEST_INVALID when it is no duration up to 60 s.
 */
export function waitMsOf(wait: string | undefined): number {
  if (wait === undefined) return 0;

  const ms = parseDuration(wait);
  if (ms !== undefined && ms <= WAIT_MAX_MS) return ms;
  throw new ProblemError("REQUEST_INVALID", `"${wait}" is no duration up to 60s.`, {
    errors: [{ code: "REQUEST_INVALID", message: "must be a duration up to 60s, such as 10s", at: "query/wait" }],
  });
}

/** The saga as soon as it has ended or needs a person; as it is when the time is over or nobody listens any more. */
export async function waitForRest(door: Door, saga: SagaView, waitMs: number, gone: AbortSignal): Promise<SagaView> {
  if (waitMs === 0) return saga;

  const over = new AbortController();
  const cancel = door.clock.schedule(waitMs, () => over.abort());
  const signal = AbortSignal.any([over.signal, gone, door.closing]);
  try {
    let seen = saga;
    while (!isTerminal(seen.status) && seen.status !== "suspended" && !signal.aborted) {
      await door.host.rested(seen.id, seen.revision, signal);
      seen = viewOf(await requireSaga(door, seen.id));
    }
    return seen;
  } finally {
    cancel();
  }
}
