import type { Call } from "@skald/participant";
import type { ClientBase } from "pg";

/**
 * What took effect, once per time it did: `seq` comes from one sequence for all participants, so the
 * ledgers together tell the order. No unique key on purpose: a second effect must be seen, not refused.
 */
export const LEDGER_SQL = `
create table if not exists ledger (
  seq bigint primary key default nextval('skald_shop.effect_seq'),
  operation text not null,
  order_id text not null,
  saga text,
  state text,
  visit integer,
  kind text,
  key text,
  at timestamptz not null default clock_timestamp()
);
create index if not exists ledger_order on ledger (order_id)`;

/** Writes down one effect, in its own transaction. */
export async function recordEffect(
  client: ClientBase,
  call: Call,
  effect: { readonly operation: string; readonly orderId: string },
): Promise<void> {
  const text = "insert into ledger (operation, order_id, saga, state, visit, kind, key) values ($1, $2, $3, $4, $5, $6, $7)";
  const { step } = call;
  await client.query(text, [effect.operation, effect.orderId, step?.saga, step?.state, step?.visit, step?.kind, call.key]);
}
