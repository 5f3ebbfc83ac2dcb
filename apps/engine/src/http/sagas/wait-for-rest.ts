import { ProblemError, parseDuration } from "@skald/shared";
import type { Door } from "../edge.ts";
import { type CommittedSaga, requireSaga } from "./seen-saga.ts";

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
export async function waitForRest(door: Door, started: CommittedSaga, waitMs: number, gone: AbortSignal): Promise<CommittedSaga> {
  if (waitMs === 0) return started;

  const over = new AbortController();
  const cancel = door.clock.schedule(waitMs, () => over.abort());
  const signal = AbortSignal.any([over.signal, gone, door.closing]);
  try {
    let seen = started;
    while (!isSettled(seen) && !signal.aborted) {
      const { id, seq } = seen.saga;
      const saga = await door.host.rested(id, seq, signal);
      seen = saga === null ? await requireSaga(door, id) : { saga, definition: seen.definition };
    }
    return seen;
  } finally {
    cancel();
  }
}

function isSettled({ saga: { context } }: CommittedSaga): boolean {
  return context.ended !== null || Object.keys(context.incidents).length > 0;
}
