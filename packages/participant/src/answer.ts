/** What a service answers. `body` travels as JSON. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whether an answer says that the effect took place. Only such an answer is stored. */
export function isDone(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** 409 with the header the engine reads before anything else: a newer attempt was seen (P4). */
export function staleFence(highest: bigint): Answer {
  return {
    ...refusal(409, "STALE_FENCE", `A call with the fence ${highest} was seen; this one is older and changed nothing.`),
    headers: { "Skald-Stale-Fence": String(highest) },
  };
}

/** 409: the action comes after its own undo and must never happen (P3). */
export function alreadyUndone(): Answer {
  return refusal(409, "ALREADY_UNDONE", "The undo of this visit was accepted before; the action is blocked and changed nothing.");
}

/** 200 for an undo that finds nothing to undo (P3). */
export function nothingToUndo(): Answer {
  return { status: 200, body: { undone: false, detail: "nothing to undo" } };
}

/** 422: the key belongs to another request. */
export function keyReused(): Answer {
  return refusal(422, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used with another body.");
}

/** 400: headers that cannot be read. */
export function malformedCall(detail: string): Answer {
  return refusal(400, "CALL_MALFORMED", detail);
}

function refusal(status: number, code: string, detail: string): Answer {
  return { status, body: { status, code, detail } };
}
