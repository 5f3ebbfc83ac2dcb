/**
 * How much of a definition an engine looks at: a few seconds of work on a slow machine, 50 times what the shop's order saga has. A
 * definition with more is told "not complete" and can be proven further by `skald check`.
 */
export const PROOF_LIMIT = { limit: 10_000, transitions: 50_000 } as const;
