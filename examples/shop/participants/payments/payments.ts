import type { Answer } from "@skald/participant";
import type { ClientBase } from "pg";
import { memberOf, optionalText, requireAmount } from "../kit/fields.ts";
import type { ParticipantPlan, Workplace } from "../kit/participant.ts";
import type { ShopRequest } from "../kit/router.ts";
import { type Readable, readRoute, stepRoute } from "../kit/step-route.ts";

const TABLES = `
create table if not exists authorisation (
  id text primary key,
  order_id text not null,
  amount numeric not null,
  captured_amount numeric,
  card text not null,
  status text not null check (status in ('AUTHORISED', 'VOIDED', 'CAPTURED')),
  authorised_at timestamptz not null default now(),
  ended_at timestamptz
);
create index if not exists authorisation_order on authorisation (order_id)`;

const CARD_DECLINED: Answer = { status: 402, body: { code: "CARD_DECLINED", detail: "The bank declined the card." } };
const CAPTURE_REFUSED: Answer = { status: 402, body: { code: "CAPTURE_REFUSED", detail: "The authorisation cannot be captured." } };

/** The payments service: money is authorised, then captured; an authorisation that is not captured can be voided. */
export const payments: ParticipantPlan = {
  name: "payments",
  tables: TABLES,
  routes: (workplace) => [
    stepRoute(workplace, {
      method: "PUT",
      path: "/authorisations/:id",
      operation: "payments.authorise",
      orderIdOf: (request) => optionalText(request.body, "orderId"),
      work: authorise,
      refusal: CARD_DECLINED,
    }),
    stepRoute(workplace, {
      method: "DELETE",
      path: "/authorisations/:id",
      operation: "payments.void",
      orderIdOf: orderIdOf(workplace),
      work: voidAuthorisation,
    }),
    stepRoute(workplace, {
      method: "POST",
      path: "/authorisations/:id/capture",
      operation: "payments.capture",
      orderIdOf: orderIdOf(workplace),
      work: capture,
      refusal: CAPTURE_REFUSED,
    }),
    readRoute(workplace, "/authorisations/:id", findAuthorisation),
  ],
};

/** Only the first call of an authorisation names the order; the others find it by the id. */
function orderIdOf({ db }: Workplace): (request: ShopRequest) => Promise<string | null> {
  return async ({ params }) => {
    const found = await db.query<{ order_id: string }>("select order_id from authorisation where id = $1", [params["id"]]);
    return found.rows[0]?.order_id ?? null;
  };
}

async function authorise(client: ClientBase, { params, body }: ShopRequest): Promise<Answer> {
  const text = `
    insert into authorisation (id, order_id, amount, card, status)
    values ($1, $2, $3, $4, 'AUTHORISED')
    on conflict (id) do update
       set amount = excluded.amount, card = excluded.card, status = 'AUTHORISED', ended_at = null
     where authorisation.status = 'VOIDED'`;
  const card = optionalText(memberOf(body, "payment"), "card") ?? "";
  const amount = requireAmount(body, "amount");
  const made = await client.query(text, [params["id"], optionalText(body, "orderId") ?? "", amount, `•••• ${card.slice(-4)}`]);
  if (made.rowCount === 0) return { status: 409, body: { code: "AUTHORISATION_EXISTS", detail: "This authorisation exists." } };

  return { status: 201, body: { id: params["id"], status: "AUTHORISED", amount } };
}

async function voidAuthorisation(client: ClientBase, { params }: ShopRequest): Promise<Answer> {
  const text = "update authorisation set status = 'VOIDED', ended_at = now() where id = $1 and status = 'AUTHORISED'";
  const voided = await client.query(text, [params["id"]]);
  if (voided.rowCount === 1) return { status: 200, body: { id: params["id"], status: "VOIDED" } };

  const found = await client.query("select 1 from authorisation where id = $1 and status = 'CAPTURED'", [params["id"]]);
  if (found.rowCount === 1) return { status: 409, body: { code: "CAPTURED", detail: "The money was captured; a void is too late." } };
  return { status: 404, body: { code: "NOT_AUTHORISED", detail: "There is no open authorisation of this id." } };
}

async function capture(client: ClientBase, { params, body }: ShopRequest): Promise<Answer> {
  const text = `
    update authorisation
       set status = 'CAPTURED', captured_amount = $2, ended_at = now()
     where id = $1 and status = 'AUTHORISED' and amount = $2
    returning captured_amount::text as amount`;
  const captured = await client.query<{ amount: string }>(text, [params["id"], requireAmount(body, "amount")]);
  const row = captured.rows[0];
  if (row === undefined) return CAPTURE_REFUSED;

  return { status: 200, body: { id: params["id"], captured: true, amount: row.amount } };
}

async function findAuthorisation(client: Readable, { params }: ShopRequest): Promise<Answer> {
  const text = "select id, order_id, amount::text, card, status from authorisation where id = $1";
  const found = await client.query<Record<string, unknown>>(text, [params["id"]]);
  const row = found.rows[0];
  if (row === undefined) return { status: 404, body: { code: "NOT_AUTHORISED", detail: "There is no authorisation of this id." } };

  const { id, amount, card, status } = row;
  return { status: 200, body: { id, orderId: row["order_id"], amount, card, status, captured: status === "CAPTURED" } };
}
