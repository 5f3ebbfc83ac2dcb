import type { Answer } from "@skald/participant";
import type { ClientBase } from "pg";
import { memberOf, optionalText, requireAmount, requireItems, requireText } from "../kit/fields.ts";
import type { ParticipantPlan } from "../kit/participant.ts";
import type { ShopRequest } from "../kit/router.ts";
import { type Readable, readRoute, stepRoute } from "../kit/step-route.ts";

const TABLES = `
create table if not exists shop_order (
  id text primary key,
  customer text not null,
  items jsonb not null,
  total numeric not null,
  status text not null check (status in ('PLACED', 'CANCELLED')),
  placed_at timestamptz not null default now(),
  cancelled_at timestamptz
)`;

/** The orders service: an order is placed, and cancelled when its saga turns back. */
export const orders: ParticipantPlan = {
  name: "orders",
  tables: TABLES,
  routes: (workplace) => [
    stepRoute(workplace, {
      method: "POST",
      path: "/orders",
      operation: "orders.create",
      orderIdOf: (request) => optionalText(request.body, "id"),
      work: createOrder,
    }),
    stepRoute(workplace, {
      method: "POST",
      path: "/orders/:id/cancel",
      operation: "orders.cancel",
      orderIdOf: (request) => request.params["id"] ?? null,
      work: cancelOrder,
    }),
    readRoute(workplace, "/orders/:id", findOrder),
  ],
};

async function createOrder(client: ClientBase, { body }: ShopRequest): Promise<Answer> {
  const id = requireText(body, "id");
  requireItems(body);
  const text = `
    insert into shop_order (id, customer, items, total, status)
    values ($1, $2, $3, $4, 'PLACED')
    on conflict (id) do update
       set customer = excluded.customer, items = excluded.items, total = excluded.total, status = 'PLACED', cancelled_at = null
     where shop_order.status = 'CANCELLED'`;
  const values = [id, requireText(body, "customerId"), JSON.stringify(memberOf(body, "items")), requireAmount(body, "total")];
  const placed = await client.query(text, values);
  if (placed.rowCount === 0) return { status: 409, body: { code: "ORDER_EXISTS", detail: `Order "${id}" was placed before.` } };

  return { status: 201, body: { orderId: id, status: "PLACED" } };
}

async function cancelOrder(client: ClientBase, { params }: ShopRequest): Promise<Answer> {
  const text = "update shop_order set status = 'CANCELLED', cancelled_at = now() where id = $1 and status = 'PLACED'";
  const cancelled = await client.query(text, [params["id"]]);
  if (cancelled.rowCount === 0) return { status: 404, body: { code: "NO_PLACED_ORDER", detail: "There is no placed order of this id." } };

  return { status: 200, body: { orderId: params["id"], status: "CANCELLED" } };
}

async function findOrder(client: Readable, { params }: ShopRequest): Promise<Answer> {
  const text = "select id, customer, items, total::text, status, placed_at from shop_order where id = $1";
  const found = await client.query<Record<string, unknown>>(text, [params["id"]]);
  const row = found.rows[0];
  if (row === undefined) return { status: 404, body: { code: "ORDER_NOT_FOUND", detail: `There is no order "${params["id"]}".` } };

  return {
    status: 200,
    body: { orderId: row["id"], customerId: row["customer"], items: row["items"], total: row["total"], status: row["status"] },
  };
}
