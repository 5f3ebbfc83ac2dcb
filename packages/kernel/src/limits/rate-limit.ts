const SLICES = 20;

/** At most `limit` calls in any span of `perMs`. */
export interface RateModel {
  readonly limit: number;
  readonly perMs: number;
}

/**
 * A bucket whose tokens come back one `perMs` after each was taken, in slices of a twentieth. A bucket that refills
 * steadily lets twice its limit through in one span after a rest; this one never does.
 */
export interface RateLimit {
  readonly spent: readonly { readonly backAtMs: number; readonly tokens: number }[];
}

/** A rate limit nobody has drawn on. */
export const FULL_RATE_LIMIT: RateLimit = { spent: [] };

/** Whether a token can be taken now. */
export function mayTake(rate: RateLimit, model: RateModel, nowMs: number): boolean {
  return tokensOut(rate, nowMs) < model.limit;
}

/** The rate limit after a token was taken. Follows a yes of `mayTake`. */
export function takeToken(rate: RateLimit, model: RateModel, nowMs: number): RateLimit {
  const sliceMs = model.perMs / SLICES;
  const backAtMs = (Math.floor(nowMs / sliceMs) + 1) * sliceMs + model.perMs;
  const live = rate.spent.filter((slice) => slice.backAtMs > nowMs);
  const last = live.at(-1);
  if (last === undefined || last.backAtMs < backAtMs) return { spent: [...live, { backAtMs, tokens: 1 }] };

  return { spent: [...live.slice(0, -1), { backAtMs: last.backAtMs, tokens: last.tokens + 1 }] };
}

/** When the next token comes back; `nowMs` when one is there. */
export function nextTokenAtMs(rate: RateLimit, model: RateModel, nowMs: number): number {
  if (mayTake(rate, model, nowMs)) return nowMs;
  let out = tokensOut(rate, nowMs);
  for (const slice of rate.spent) {
    if (slice.backAtMs <= nowMs) continue;
    out -= slice.tokens;
    if (out < model.limit) return slice.backAtMs;
  }
  return nowMs + model.perMs;
}

function tokensOut(rate: RateLimit, nowMs: number): number {
  return rate.spent.reduce((sum, slice) => (slice.backAtMs > nowMs ? sum + slice.tokens : sum), 0);
}
