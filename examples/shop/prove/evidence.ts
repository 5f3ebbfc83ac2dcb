import type { Effect, Holdings } from "./holdings.ts";

/** An order whose start the engine has acknowledged. */
export interface Acknowledged {
  readonly orderId: string;
  readonly sagaId: string;
  readonly total: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  /** Without a fault. */
  readonly isFine: boolean;
}

/** What the list of sagas says. */
export interface SagaLine {
  readonly id: string;
  readonly key: string | null;
  readonly status: string;
}

/** Everything that is compared. */
export interface Evidence {
  readonly acknowledged: readonly Acknowledged[];
  readonly sagas: readonly SagaLine[];
  readonly holdings: Holdings;
}

/** One order with all that belongs to it. */
export interface OrderEvidence {
  readonly order: Acknowledged;
  readonly saga: SagaLine;
  readonly placed: Holdings["orders"];
  readonly reservations: Holdings["reservations"];
  readonly authorisations: Holdings["authorisations"];
  readonly shipments: Holdings["shipments"];
  readonly messages: Holdings["messages"];
  readonly effects: readonly Effect[];
}
