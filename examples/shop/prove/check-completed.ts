import type { OrderEvidence } from "./evidence.ts";

/** What is wrong with an order whose saga has completed. */
export function checkCompleted(evidence: OrderEvidence): readonly string[] {
  return [...checkPlaced(evidence), ...checkHeld(evidence), ...checkCharged(evidence), ...checkDelivered(evidence)];
}

function checkPlaced({ order, placed }: OrderEvidence): readonly string[] {
  const [row] = placed;
  if (row === undefined) return ["there is no order"];
  if (row.status !== "PLACED") return [`the order is ${row.status}`];
  return row.total === order.total ? [] : [`the order's total is ${row.total} instead of ${order.total}`];
}

function checkHeld({ order, reservations }: OrderEvidence): readonly string[] {
  const held = reservations.filter(({ status }) => status === "HELD");
  const isExact = (sku: string, quantity: number): boolean => {
    const rows = held.filter((row) => row.sku === sku);
    return rows.length === 1 && rows[0]?.quantity === quantity;
  };
  const wrong = order.items.filter(({ sku, quantity }) => !isExact(sku, quantity));
  const surplus = held.length > order.items.length ? ["more is held than was ordered"] : [];
  return [...wrong.map(({ sku, quantity }) => `not exactly ${quantity} of "${sku}" are held`), ...surplus];
}

function checkCharged({ order, authorisations }: OrderEvidence): readonly string[] {
  const captured = authorisations.filter(({ status }) => status === "CAPTURED");
  if (captured.length !== 1) return [`the money was captured ${captured.length} times`];
  if (authorisations.length !== 1) return [`there are ${authorisations.length} authorisations`];
  const amount = captured[0]?.captured;
  return amount === order.total ? [] : [`${amount} was captured instead of ${order.total}`];
}

function checkDelivered({ shipments, messages, effects }: OrderEvidence): readonly string[] {
  const isBooked = shipments.length === 1 && shipments[0]?.status === "BOOKED";
  const undone = effects.filter(({ kind }) => kind === "undo");
  return [
    ...(isBooked ? [] : ["no parcel is booked"]),
    ...(messages.length === 1 ? [] : [`${messages.length} messages were sent`]),
    ...undone.map(({ operation }) => `${operation} undid something`),
  ];
}
