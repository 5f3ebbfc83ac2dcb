import type pg from "pg";
import type { ParticipantName } from "../config.ts";
import type { Participant } from "../participants/kit/participant.ts";

/** What a participant holds now, as pairs of word and number. */
export type Figures = Readonly<Record<ParticipantName, Readonly<Record<string, string>>>>;

const COUNTS: Readonly<Record<ParticipantName, string>> = {
  orders: `
    select count(*) filter (where status = 'PLACED') as placed, count(*) filter (where status = 'CANCELLED') as cancelled
      from shop_order`,
  inventory: `
    select coalesce(sum(quantity) filter (where status = 'HELD'), 0) as held, coalesce(sum(quantity) filter (where status = 'RELEASED'), 0) as released
      from reservation`,
  payments: `
    select count(*) filter (where status = 'AUTHORISED') as authorised, count(*) filter (where status = 'CAPTURED') as captured,
           count(*) filter (where status = 'VOIDED') as voided
      from authorisation`,
  shipping: `
    select count(*) filter (where status = 'BOOKED') as booked, count(*) filter (where status = 'CANCELLED') as cancelled
      from shipment`,
  notifications: "select count(*) as sent from message",
};

/** Counts what every participant holds, from its own tables. */
export async function countFigures(participants: Readonly<Record<ParticipantName, Participant>>): Promise<Figures> {
  const counted = await Promise.all(
    Object.values(participants).map(async ({ name, db }) => [name, await countOne(db, COUNTS[name])] as const),
  );
  return Object.fromEntries(counted) as Figures;
}

async function countOne(db: pg.Pool, text: string): Promise<Readonly<Record<string, string>>> {
  const result = await db.query<Record<string, string>>(text);
  return result.rows[0] ?? {};
}
