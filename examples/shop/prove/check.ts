// The checker: does what the participants hold equal what the sagas say?
//
//   K1. Every acknowledged start is a saga, and there is one saga per order.
//   K2. Completed: the order stands, its stock is held, its money is captured once and to the cent,
//       its parcel is booked, one message is sent, and nothing was undone.
//   K3. Compensated or failed: nothing is charged, and everything that took effect was undone.
//   K4. Nothing took effect twice: one action and one undo per visit at most.
//   K5. Undos come in reverse order of their actions.
//   K6. No stock is lost, and nothing belongs to a saga that is not there.

import { checkCompleted } from "./check-completed.ts";
import { checkEffects } from "./check-effects.ts";
import { checkUndone } from "./check-undone.ts";
import type { Acknowledged, Evidence, OrderEvidence, SagaLine } from "./evidence.ts";
import type { Holdings } from "./holdings.ts";

/** Everything that does not agree, in sentences. Empty: all is well. */
export function findDifferences(evidence: Evidence): readonly string[] {
  const { acknowledged, sagas, holdings } = evidence;
  const sagaById = new Map(sagas.map((saga) => [saga.id, saga]));
  const perOrder = acknowledged.flatMap((order) => {
    const saga = sagaById.get(order.sagaId);
    if (saga === undefined) return [`order "${order.orderId}": saga ${order.sagaId} was acknowledged and does not exist`]; // K1
    return checkOrder(orderEvidence(order, saga, holdings));
  });

  return [...perOrder, ...checkSagas(evidence), ...checkStock(holdings)];
}

function checkOrder(evidence: OrderEvidence): readonly string[] {
  const { order, saga } = evidence;
  return [...checkEnd(evidence), ...checkEffects(evidence.effects)].map(
    (what) => `order "${order.orderId}" (${saga.status}, saga ${saga.id}): ${what}`,
  );
}

function checkEnd(evidence: OrderEvidence): readonly string[] {
  const { status } = evidence.saga;
  if (status === "completed") return checkCompleted(evidence); // K2
  if (status === "compensated" || status === "failed") return checkUndone(evidence); // K3
  return [`ended neither completed nor undone`];
}

function orderEvidence(order: Acknowledged, saga: SagaLine, holdings: Holdings): OrderEvidence {
  const isOfOrder = (row: { readonly orderId: string }): boolean => row.orderId === order.orderId;
  return {
    order,
    saga,
    placed: holdings.orders.filter(({ id }) => id === order.orderId),
    reservations: holdings.reservations.filter(isOfOrder),
    authorisations: holdings.authorisations.filter(isOfOrder),
    shipments: holdings.shipments.filter(isOfOrder),
    messages: holdings.messages.filter(isOfOrder),
    effects: holdings.effects.filter((effect) => effect.saga === saga.id).toSorted((left, right) => left.seq - right.seq),
  };
}

/** K1 and K6 for sagas. */
function checkSagas({ acknowledged, sagas, holdings }: Evidence): readonly string[] {
  const ids = new Set(sagas.map(({ id }) => id));
  const started = new Set(acknowledged.map(({ sagaId }) => sagaId));
  const keys = sagas.map(({ key }) => key);

  return [
    ...keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `order "${key}" has more than one saga`),
    ...sagas.filter(({ id }) => !started.has(id)).map(({ id, key }) => `saga ${id} of order "${key}" exists and was never acknowledged`),
    ...holdings.effects
      .filter(({ saga }) => !ids.has(saga))
      .map(({ operation, saga }) => `${operation} took effect for saga ${saga}, which does not exist`),
  ];
}

/** K6 for stock: what was received is on hand or held. */
function checkStock({ stock, reservations }: Holdings): readonly string[] {
  return stock.flatMap(({ sku, received, onHand }) => {
    const held = reservations
      .filter((row) => row.sku === sku && row.status === "HELD")
      .reduce((sum, row) => sum + BigInt(row.quantity), 0n);
    const missing = BigInt(received) - BigInt(onHand) - held;
    return missing === 0n ? [] : [`article "${sku}": ${missing} pieces are neither on hand nor held`];
  });
}
