import { randomUUID } from "node:crypto";
import { type Client, createClient } from "@skald/shared";
import pg from "pg";
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

/** Sends a call with the Skald headers; gives up after `deadlineMs`. */
export async function send(
  url: string,
  method: string,
  more: { readonly call?: SkaldCall; readonly body?: unknown; readonly deadlineMs?: number },
): Promise<Answered> {
  const { call, body, deadlineMs = 10_000 } = more;
  try {
    const response = await fetch(url, {
      method,
      headers: { "content-type": "application/json", ...(call === undefined ? {} : headersOf(call)) },
      signal: AbortSignal.timeout(deadlineMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text), stale: response.headers.get("skald-stale-fence") };
  } catch {
    return { status: 0, body: null, stale: null };
  }
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
