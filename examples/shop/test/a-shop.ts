import { randomUUID } from "node:crypto";
import { type Client, createClient } from "@skald/shared";
import pg from "pg";
import { vi } from "vitest";
import type { ParticipantName } from "../config.ts";
import { type Shop, startShop } from "../shop.ts";

/** A shop on free ports with a database of its own. */
export async function aShop(serverUrl: string, engine: Client = noEngine()): Promise<Shop> {
  const databaseName = `skald_shop_${randomUUID().slice(0, 8)}`;
  const config = { host: "127.0.0.1", port: 0, databaseUrl: serverUrl, engineUrl: "", consoleUrl: "http://console.invalid" };
  const shop = await startShop(config, engine, { databaseName });

  return {
    ...shop,
    close: async () => {
      await shop.close();
      const client = new pg.Client({ connectionString: serverUrl });
      await client.connect();
      await client.query(`drop database ${pg.escapeIdentifier(databaseName)} with (force)`);
      await client.end();
    },
  };
}

/** An engine that nobody answers for. */
export function noEngine(): Client {
  return createClient({ baseUrl: "", fetch: () => Promise.reject(new Error("there is no engine")) });
}

/** One call as the engine sends it. */
export interface SkaldCall {
  readonly saga: string;
  readonly state: string;
  readonly kind?: "action" | "undo" | "verify";
  readonly fence: number;
}

/** What came back. `status` 0: the connection broke or time was over. */
export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly stale: string | null;
}

/** As the ledger of a participant has them, in order. */
export async function effectsAt({ db }: Shop["participants"][ParticipantName], orderId: string): Promise<readonly string[]> {
  const text = "select operation from ledger where order_id = $1 order by seq";
  const result = await db.query<{ operation: string }>(text, [orderId]);
  return result.rows.map((row) => row.operation);
}

const PATIENT_MS = 15_000;

/** Sends a call with the Skald headers. Status 0: there was no answer until the signal, or for much too long. */
export async function send(
  url: string,
  method: string,
  more: { readonly call?: SkaldCall; readonly body?: unknown; readonly signal?: AbortSignal | undefined },
): Promise<Answered> {
  const { call, body, signal = AbortSignal.timeout(PATIENT_MS) } = more;
  try {
    const response = await fetch(url, {
      method,
      headers: { "content-type": "application/json", ...(call === undefined ? {} : headersOf(call)) },
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text), stale: response.headers.get("skald-stale-fence") };
  } catch {
    return { status: 0, body: null, stale: null };
  }
}

/** Sends a call that is not answered, and gives up as soon as its work is done. */
export async function sendAndGiveUp(
  sendCall: (signal: AbortSignal) => Promise<Answered>,
  isDone: () => Promise<boolean>,
): Promise<Answered> {
  const caller = new AbortController();
  const answered = sendCall(caller.signal);
  await vi.waitUntil(isDone, { timeout: PATIENT_MS, interval: 10 });
  caller.abort();
  return answered;
}

function headersOf({ saga, state, kind = "action", fence }: SkaldCall): Record<string, string> {
  return {
    "Idempotency-Key": kind === "action" ? `${saga}/${state}#1` : `${saga}/${state}#1/${kind}`,
    "Skald-Saga": saga,
    "Skald-State": state,
    "Skald-Visit": "1",
    "Skald-Kind": kind,
    "Skald-Attempt": "1",
    "Skald-Fence": String(fence),
  };
}
