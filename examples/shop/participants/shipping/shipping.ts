import { randomInt } from "node:crypto";
import type { Answer } from "@skald/participant";
import type { ClientBase } from "pg";
import { optionalText } from "../kit/fields.ts";
import type { ParticipantPlan } from "../kit/participant.ts";
import type { ShopRequest } from "../kit/router.ts";
import { type Readable, readRoute, stepRoute } from "../kit/step-route.ts";

const TABLES = `
create table if not exists shipment (
  order_id text primary key,
  tracking text not null,
  address text not null,
  status text not null check (status in ('BOOKED', 'CANCELLED')),
  booked_at timestamptz not null default now(),
  cancelled_at timestamptz
)`;

/** The shipping service: a parcel is booked per order, and cancelled when the saga turns back. */
export const shipping: ParticipantPlan = {
  name: "shipping",
  tables: TABLES,
  routes: (workplace) => [
    stepRoute(workplace, {
      method: "PUT",
      path: "/shipments/:orderId",
      operation: "shipping.schedule",
      orderIdOf: (request) => request.params["orderId"] ?? null,
      work: schedule,
      refusal: { status: 422, body: { code: "ADDRESS_NOT_SERVED", detail: "No carrier serves this address." } },
    }),
    stepRoute(workplace, {
      method: "DELETE",
      path: "/shipments/:orderId",
      operation: "shipping.cancel",
      orderIdOf: (request) => request.params["orderId"] ?? null,
      work: cancel,
    }),
    readRoute(workplace, "/shipments/:orderId", findShipment),
  ],
};

async function schedule(client: ClientBase, { params, body }: ShopRequest): Promise<Answer> {
  const text = `
    insert into shipment (order_id, tracking, address, status)
    values ($1, $2, $3, 'BOOKED')
    on conflict (order_id) do update
       set tracking = excluded.tracking, address = excluded.address, status = 'BOOKED', cancelled_at = null
     where shipment.status = 'CANCELLED'`;
  const tracking = `SK-${randomInt(1_000_000, 10_000_000)}-${randomInt(10, 100)}`;
  const booked = await client.query(text, [params["orderId"], tracking, optionalText(body, "address") ?? ""]);
  if (booked.rowCount === 0) return { status: 409, body: { code: "SHIPMENT_EXISTS", detail: "A parcel is booked for this order." } };

  return { status: 201, body: { orderId: params["orderId"], tracking, status: "BOOKED" } };
}

async function cancel(client: ClientBase, { params }: ShopRequest): Promise<Answer> {
  const text = "update shipment set status = 'CANCELLED', cancelled_at = now() where order_id = $1 and status = 'BOOKED'";
  const cancelled = await client.query(text, [params["orderId"]]);
  if (cancelled.rowCount === 0) return { status: 404, body: { code: "NO_BOOKED_SHIPMENT", detail: "No parcel is booked for this order." } };

  return { status: 200, body: { orderId: params["orderId"], status: "CANCELLED" } };
}

async function findShipment(client: Readable, { params }: ShopRequest): Promise<Answer> {
  const text = 'select order_id as "orderId", tracking, address, status from shipment where order_id = $1';
  const found = await client.query<Record<string, unknown>>(text, [params["orderId"]]);
  const row = found.rows[0];
  if (row === undefined) return { status: 404, body: { code: "SHIPMENT_NOT_FOUND", detail: "No parcel was booked for this order." } };

  return { status: 200, body: row };
}
