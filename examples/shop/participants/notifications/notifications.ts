import type { Answer } from "@skald/participant";
import type { ClientBase } from "pg";
import { optionalText, requireText } from "../kit/fields.ts";
import type { ParticipantPlan } from "../kit/participant.ts";
import type { ShopRequest } from "../kit/router.ts";
import { type Readable, readRoute, stepRoute } from "../kit/step-route.ts";

const TABLES = `
create table if not exists message (
  id bigint generated always as identity primary key,
  order_id text not null,
  recipient text not null,
  template text not null,
  body text not null,
  sent_at timestamptz not null default now()
);
create index if not exists message_order on message (order_id)`;

/** The notifications service: a message is sent once. It cannot be unsent, so it comes after the pivot. */
export const notifications: ParticipantPlan = {
  name: "notifications",
  tables: TABLES,
  routes: (workplace) => [
    stepRoute(workplace, {
      method: "POST",
      path: "/notifications",
      operation: "notifications.send",
      orderIdOf: (request) => optionalText(request.body, "orderId"),
      work: sendMessage,
    }),
    readRoute(workplace, "/notifications", listMessages),
  ],
};

async function sendMessage(client: ClientBase, { body }: ShopRequest): Promise<Answer> {
  const text = "insert into message (order_id, recipient, template, body) values ($1, $2, $3, $4) returning id::text";
  const values = [requireText(body, "orderId"), requireText(body, "to"), requireText(body, "template"), optionalText(body, "text") ?? ""];
  const sent = await client.query<{ id: string }>(text, values);

  return { status: 201, body: { id: sent.rows[0]?.id } };
}

async function listMessages(client: Readable, { query }: ShopRequest): Promise<Answer> {
  const text =
    'select id::text, order_id as "orderId", recipient as "to", template, body as text, sent_at as "sentAt" from message where order_id = $1 order by id';
  const found = await client.query<Record<string, unknown>>(text, [query.get("order") ?? ""]);
  return { status: 200, body: { messages: found.rows } };
}
