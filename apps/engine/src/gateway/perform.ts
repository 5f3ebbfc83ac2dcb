import type { AuthModel } from "@skald/dsl";
import type { CallRequest, Observation } from "@skald/kernel";
import type { Pool } from "undici";
import type { Clock } from "../ports/clock.ts";
import { credentialsOf } from "./credentials.ts";
import { Exchange, type Exchanged } from "./exchange.ts";
import { type HeaderList, headerRefusal } from "./header-list.ts";
import { redact } from "./redact.ts";
import type { SendTimeScope } from "./send-time-text.ts";

/** A request that has its place: where it goes, on which connections, as whom. */
export interface Performance {
  readonly request: Pick<CallRequest, "method" | "headers" | "secretHeaders" | "body">;
  /** The engine's own headers. */
  readonly engineHeaders: Readonly<HeaderList>;
  readonly timeoutMs: number;
  readonly path: string;
  readonly pool: Pool;
  readonly auth: AuthModel | null;
  readonly scope: SendTimeScope;
  readonly clock: Clock;
  readonly bodyMax: number;
  readonly signal: AbortSignal;
}

const UNREADABLE = { ok: false, reason: "the secrets cannot be read" } as const;
// A longer delay of a timer fires at once.
const TIMER_MAX_MS = 2 ** 31 - 1;

/** Sends one request and waits for its end, at most `timeoutMs`. Never throws. */
export async function perform(performance: Performance): Promise<Exchanged> {
  const { request, engineHeaders, auth, scope } = performance;
  const headers = [...engineHeaders];
  for (const name in request.headers) {
    const value = request.headers[name] ?? "";
    const refusal = headerRefusal(name, value);
    if (refusal !== undefined) return notSent(refusal);
    headers.push(name, value);
  }
  const credentials = await credentialsOf(auth, request.secretHeaders, scope).catch(() => UNREADABLE);
  if (!credentials.ok) return notSent(credentials.reason);

  headers.push(...credentials.headers);
  const exchanged = await exchange(performance, headers);
  if (credentials.used.length === 0) return exchanged;
  return { ...exchanged, observation: redact(exchanged.observation, credentials.used) };
}

function exchange({ request, timeoutMs, path, pool, clock, bodyMax, signal }: Performance, headers: HeaderList): Promise<Exchanged> {
  return new Promise((settle) => {
    const running = new Exchange(bodyMax, (result) => {
      stopDeadline();
      signal.removeEventListener("abort", cancel);
      settle(result);
    });
    const cancel = (): void => running.cancel();
    const stopDeadline = clock.schedule(Math.min(timeoutMs, TIMER_MAX_MS), () => running.expire(timeoutMs));
    signal.addEventListener("abort", cancel, { once: true });
    if (signal.aborted) cancel();
    else dispatch(pool, { method: request.method, path, headers, body: request.body }, running);
  });
}

function dispatch(pool: Pool, request: Parameters<Pool["dispatch"]>[0], running: Exchange): void {
  try {
    pool.dispatch(request, running);
  } catch (error) {
    // What undici cannot write it refuses before it writes any of it.
    running.onResponseError(undefined, error instanceof Error ? error : new Error("refused"));
  }
}

function notSent(reason: string): Exchanged {
  const observation: Observation = { kind: "notSent", reason };

  return { observation, verdict: "neutral" };
}
