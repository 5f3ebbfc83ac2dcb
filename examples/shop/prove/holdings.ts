import pg from "pg";

/** What the participants hold, read from their databases alone. Money is text. */
export interface Holdings {
  readonly orders: readonly { readonly id: string; readonly status: string; readonly total: string }[];
  readonly reservations: readonly { readonly orderId: string; readonly sku: string; readonly quantity: number; readonly status: string }[];
  readonly stock: readonly { readonly sku: string; readonly received: string; readonly onHand: string }[];
  readonly authorisations: readonly {
    readonly orderId: string;
    readonly status: string;
    readonly amount: string;
    readonly captured: string | null;
  }[];
  readonly shipments: readonly { readonly orderId: string; readonly status: string }[];
  readonly messages: readonly { readonly orderId: string }[];
  readonly effects: readonly Effect[];
}

/** A line of a ledger: something took effect. */
export interface Effect {
  /** From one sequence over all participants. */
  readonly seq: number;
  readonly operation: string;
  readonly orderId: string;
  readonly saga: string;
  readonly state: string;
  readonly visit: number;
  readonly kind: string;
  readonly key: string;
}

const QUERIES = {
  orders: "select id, status, total::text from skald_shop_orders.shop_order",
  reservations: 'select order_id as "orderId", sku, quantity, status from skald_shop_inventory.reservation',
  stock: 'select sku, received::text, on_hand::text as "onHand" from skald_shop_inventory.stock',
  authorisations: `
    select order_id as "orderId", status, amount::text, captured_amount::text as captured
      from skald_shop_payments.authorisation`,
  shipments: 'select order_id as "orderId", status from skald_shop_shipping.shipment',
  messages: 'select order_id as "orderId" from skald_shop_notifications.message',
  effects: ["orders", "inventory", "payments", "shipping", "notifications"]
    .map(
      (name) => `select seq::float8 as seq, operation, order_id as "orderId", saga, state, visit, kind, key from skald_shop_${name}.ledger`,
    )
    .join(" union all "),
} as const satisfies Record<keyof Holdings, string>;

/** Reads all holdings in one snapshot. */
export async function readHoldings(databaseUrl: string): Promise<Holdings> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const read: [string, unknown[]][] = [];
    for (const [name, text] of Object.entries(QUERIES)) read.push([name, (await client.query(text)).rows]);
    await client.query("commit");
    return Object.fromEntries(read) as unknown as Holdings; // the queries name their columns after the fields
  } finally {
    await client.end();
  }
}
