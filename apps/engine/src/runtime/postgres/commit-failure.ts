/**
 * What a failed commit means for the batch (architecture.md, section 6).
 *
 * - `guilty`: some unit of it is refused by the database; halve until that unit stands alone.
 * - `again`: nothing was written, the same batch may succeed now.
 * - `unavailable`: nothing was written, and the database cannot take it now.
 * - `inDoubt`: the answer was lost; only the database knows.
 */
export type CommitFailure =
  | { readonly kind: "guilty"; readonly detail: string }
  | { readonly kind: "again"; readonly detail: string }
  | { readonly kind: "unavailable"; readonly detail: string }
  | { readonly kind: "inDoubt"; readonly detail: string };

const SERIALIZATION = new Set(["40001", "40P01", "55P03"]);
/** Classes of SQLSTATE that blame the data: data exception, integrity violation, program limit. */
const GUILTY_CLASSES = new Set(["22", "23", "54"]);
/** Classes after which the connection is gone: operator intervention, connection exception. */
const BROKEN_CLASSES = new Set(["57", "08"]);
/** The session was ended in the middle of its transaction: idle for too long, or at all. */
const ENDED_SESSIONS = new Set(["25P03", "25P04"]);

/** Classifies what a commit threw. What cannot be told apart is in doubt: asking is always safe. */
export function classifyCommitFailure(error: unknown): CommitFailure {
  const detail = error instanceof Error ? error.message : String(error);
  // Thrown while the batch was turned into columns: nothing had been sent.
  if (error instanceof RangeError || error instanceof TypeError) return { kind: "guilty", detail };

  const code = sqlStateOf(error);
  if (code === null) return { kind: "inDoubt", detail };
  if (SERIALIZATION.has(code)) return { kind: "again", detail };

  const sqlClass = code.slice(0, 2);
  if (GUILTY_CLASSES.has(sqlClass)) return { kind: "guilty", detail };
  if (BROKEN_CLASSES.has(sqlClass) || ENDED_SESSIONS.has(code)) return { kind: "inDoubt", detail };
  // The server answered with an error, so the statement was rolled back: no disk (53), no right (42), a standby (25006) …
  return { kind: "unavailable", detail };
}

function sqlStateOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;

  // Errors of the socket have codes too, such as ECONNRESET.
  return typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code) && "severity" in error ? error.code : null;
}
