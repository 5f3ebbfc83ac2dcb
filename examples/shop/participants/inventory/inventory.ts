import type { Answer } from "@skald/participant";
import type { ClientBase } from "pg";
import { type Item, optionalText, requireItems, requireText } from "../kit/fields.ts";
import type { ParticipantPlan } from "../kit/participant.ts";
import type { ShopRequest } from "../kit/router.ts";
import { type Readable, readRoute, stepRoute } from "../kit/step-route.ts";

/** What the shop sells, with the stock of the first day. One article is always sold out. */
const ARTICLES: readonly { readonly sku: string; readonly title: string; readonly stock: number }[] = [
  { sku: "teapot", title: "Kyūsu teapot", stock: 10_000_000 },
  { sku: "cup", title: "Porcelain cup", stock: 10_000_000 },
  { sku: "matcha", title: "抹茶, 100 g", stock: 10_000_000 },
  { sku: "sencha", title: "煎茶, 250 g", stock: 10_000_000 },
  { sku: "honey", title: "Waldhonig, 500 g", stock: 10_000_000 },
  { sku: "spoon", title: "Löffel aus Kirschholz", stock: 10_000_000 },
  { sku: "kettle", title: "Gooseneck kettle", stock: 10_000_000 },
  { sku: "scale", title: "Точные весы", stock: 10_000_000 },
  { sku: "towel", title: "Þvottaklútur", stock: 10_000_000 },
  { sku: "unicorn", title: "The last unicorn 🦄", stock: 0 },
];

const TABLES = `
create table if not exists stock (
  sku text primary key,
  title text not null,
  received bigint not null,
  on_hand bigint not null check (on_hand >= 0)
);
create table if not exists reservation (
  id bigint generated always as identity primary key,
  order_id text not null,
  sku text not null references stock,
  quantity integer not null,
  status text not null check (status in ('HELD', 'RELEASED')),
  reserved_at timestamptz not null default now(),
  released_at timestamptz
);
create index if not exists reservation_order on reservation (order_id);
insert into stock (sku, title, received, on_hand)
values ${ARTICLES.map(({ sku, title, stock }) => `('${sku}', '${title}', ${stock}, ${stock})`).join(", ")}
on conflict (sku) do nothing`;

const OUT_OF_STOCK: Answer = { status: 409, body: { code: "OUT_OF_STOCK", detail: "An item is out of stock." } };

/** The inventory service: stock is reserved per order line, and released when the saga turns back. */
export const inventory: ParticipantPlan = {
  name: "inventory",
  tables: TABLES,
  routes: (workplace) => [
    stepRoute(workplace, {
      method: "POST",
      path: "/api/inventory/reserve",
      operation: "inventory.reserve",
      orderIdOf: (request) => optionalText(request.body, "orderId"),
      work: reserve,
      refusal: OUT_OF_STOCK,
    }),
    stepRoute(workplace, {
      method: "POST",
      path: "/api/inventory/release",
      operation: "inventory.release",
      orderIdOf: (request) => optionalText(request.body, "orderId"),
      work: release,
    }),
    readRoute(workplace, "/api/inventory/reservations", listReservations),
    readRoute(workplace, "/api/inventory/stock", listStock),
  ],
};

async function reserve(client: ClientBase, { body }: ShopRequest): Promise<Answer> {
  const orderId = requireText(body, "orderId");
  for (const item of requireItems(body)) {
    const isTaken = await takeStock(client, item);
    // The barrier takes back what earlier lines took: a refusal leaves nothing.
    if (!isTaken) return OUT_OF_STOCK;
    await client.query("insert into reservation (order_id, sku, quantity, status) values ($1, $2, $3, 'HELD')", [
      orderId,
      item.sku,
      item.quantity,
    ]);
  }
  return { status: 201, body: { reservations: await heldOf(client, orderId) } };
}

async function takeStock(client: ClientBase, { sku, quantity }: Item): Promise<boolean> {
  const taken = await client.query("update stock set on_hand = on_hand - $2 where sku = $1 and on_hand >= $2", [sku, quantity]);
  return taken.rowCount === 1;
}

async function release(client: ClientBase, { body }: ShopRequest): Promise<Answer> {
  const text = `
    with released as (
      update reservation
         set status = 'RELEASED', released_at = now()
       where order_id = $1 and status = 'HELD'
      returning sku, quantity
    ), given as (
      select sku, sum(quantity) as quantity
        from released
       group by sku
    )
    update stock
       set on_hand = on_hand + given.quantity
      from (select sku, quantity from given order by sku) as given
     where stock.sku = given.sku
    returning stock.sku`;
  const released = await client.query<{ sku: string }>(text, [requireText(body, "orderId")]);
  if (released.rowCount === 0) return { status: 404, body: { code: "NOTHING_HELD", detail: "Nothing is held for this order." } };

  return { status: 200, body: { released: released.rows.map((row) => row.sku).toSorted() } };
}

async function listReservations(client: Readable, { query }: ShopRequest): Promise<Answer> {
  return { status: 200, body: { reservations: await heldOf(client, query.get("order") ?? "") } };
}

async function heldOf(client: Readable, orderId: string): Promise<readonly unknown[]> {
  const text = "select id::text, sku, quantity from reservation where order_id = $1 and status = 'HELD' order by id";
  const held = await client.query<{ id: string; sku: string; quantity: number }>(text, [orderId]);
  return held.rows;
}

async function listStock(client: Readable): Promise<Answer> {
  const found = await client.query<Record<string, unknown>>('select sku, title, on_hand::text as "onHand" from stock order by sku');
  return { status: 200, body: { stock: found.rows } };
}
