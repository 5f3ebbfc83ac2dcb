import type { OrderEvidence } from "./evidence.ts";
import type { Effect } from "./holdings.ts";

/** What is left of an order whose saga says that everything was undone. */
export function checkUndone(evidence: OrderEvidence): readonly string[] {
  const { placed, reservations, authorisations, shipments, messages } = evidence;
  return [
    ...placed.filter(({ status }) => status !== "CANCELLED").map(({ status }) => `the order is ${status}`),
    ...reservations.filter(({ status }) => status === "HELD").map(({ sku, quantity }) => `${quantity} of "${sku}" are still held`),
    ...authorisations.filter(({ status }) => status === "CAPTURED").map(({ captured }) => `${captured} was charged`),
    ...authorisations.filter(({ status }) => status === "AUTHORISED").map(({ amount }) => `${amount} is still authorised`),
    ...shipments.filter(({ status }) => status !== "CANCELLED").map(({ status }) => `the parcel is ${status}`),
    ...(messages.length > 0 ? [`${messages.length} messages were sent`] : []),
    ...checkEveryActionUndone(evidence.effects),
  ];
}

function checkEveryActionUndone(effects: readonly Effect[]): readonly string[] {
  const undone = new Set(effects.filter(({ kind }) => kind === "undo").map(visitOf));
  const left = effects.filter((effect) => effect.kind === "action" && !undone.has(visitOf(effect)));
  return left.map(({ operation, state }) => `${operation} of state "${state}" took effect and was not undone`);
}

function visitOf({ state, visit }: Effect): string {
  return `${state}#${visit}`;
}
