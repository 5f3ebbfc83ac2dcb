import type { Evidence } from "./evidence.ts";

/** The figures of a proof, as lines of text. Sums of money are exact. */
export function reportLines({ acknowledged, sagas, holdings }: Evidence): readonly string[] {
  const { orders, reservations, authorisations, shipments, messages, effects } = holdings;
  const charged = authorisations.filter(({ status }) => status === "CAPTURED");
  const voided = authorisations.filter(({ status }) => status === "VOIDED");
  const held = reservations.filter(({ status }) => status === "HELD");
  const released = reservations.filter(({ status }) => status === "RELEASED");
  const fine = acknowledged.filter(({ isFine }) => isFine);
  const completed = new Set(sagas.filter(({ status }) => status === "completed").map(({ id }) => id));

  return [
    line("started", acknowledged.length, `${sagas.length} sagas: ${statusCounts(sagas)}`),
    line("without a fault", fine.length, `${fine.filter(({ sagaId }) => completed.has(sagaId)).length} completed`),
    line("orders", orders.length, `${orders.filter(({ status }) => status === "CANCELLED").length} cancelled`),
    line("charged", charged.length, sumOf(charged.map(({ captured }) => captured ?? "0"))),
    line("refunded", voided.length, `${sumOf(voided.map(({ amount }) => amount))} voided before the capture`),
    line("reserved", held.length, `${pieces(held)} pieces held`),
    line("released", released.length, `${pieces(released)} pieces given back`),
    line(
      "shipped",
      shipments.filter(({ status }) => status === "BOOKED").length,
      `${shipments.filter(({ status }) => status === "CANCELLED").length} cancelled`,
    ),
    line("messages", messages.length, ""),
    line("effects", effects.length, `${effects.filter(({ kind }) => kind === "undo").length} of them undo others`),
  ];
}

function line(word: string, count: number, detail: string): string {
  return `${word.padEnd(16)}${String(count).padStart(6)}   ${detail}`.trimEnd();
}

function statusCounts(sagas: Evidence["sagas"]): string {
  const counts = new Map<string, number>();
  for (const { status } of sagas) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
}

function pieces(rows: readonly { readonly quantity: number }[]): number {
  return rows.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Amounts have two decimals or none. */
function sumOf(amounts: readonly string[]): string {
  const cents = amounts.reduce((sum, amount) => {
    const [whole = "0", decimals = ""] = amount.split(".");
    return sum + BigInt(whole) * 100n + BigInt(decimals.padEnd(2, "0").slice(0, 2));
  }, 0n);
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}
