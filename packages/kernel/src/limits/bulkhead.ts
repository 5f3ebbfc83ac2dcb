/**
 * Slots of a service and who waits for them, first come first served. Tickets are numbered from 0 in order of
 * arrival; every ticket below `called` has been called or was withdrawn. Only numbers: the caller keeps who holds which.
 */
export interface Bulkhead {
  readonly running: number;
  readonly issued: number;
  readonly called: number;
  /** Waiting tickets that were given up, not yet passed over. */
  readonly withdrawn: readonly number[];
}

/** `left` gives a slot back; `withdrawn` gives up a ticket that was not called. */
export type BulkheadEvent =
  | { readonly kind: "arrived" }
  | { readonly kind: "left" }
  | { readonly kind: "withdrew"; readonly ticket: number }
  | { readonly kind: "limitChanged" };

/** A bulkhead nobody has come to. */
export const EMPTY_BULKHEAD: Bulkhead = { running: 0, issued: 0, called: 0, withdrawn: [] };

/** How many wait for a slot. */
export function waitingCount(bulkhead: Bulkhead): number {
  return bulkhead.issued - bulkhead.called - bulkhead.withdrawn.length;
}

/** Whether a ticket was called. The answer means nothing for one that was withdrawn. */
export function isCalled(bulkhead: Bulkhead, ticket: number): boolean {
  return ticket < bulkhead.called;
}

/** The bulkhead after an event: as many tickets are called as `limit` has slots. A lower limit drains, it stops nobody. */
export function reduceBulkhead(bulkhead: Bulkhead, event: BulkheadEvent, limit: number): Bulkhead {
  switch (event.kind) {
    case "arrived":
      return callWaiting({ ...bulkhead, issued: bulkhead.issued + 1 }, limit);
    case "left":
      return callWaiting({ ...bulkhead, running: bulkhead.running - 1 }, limit);
    case "withdrew":
      return callWaiting({ ...bulkhead, withdrawn: [...bulkhead.withdrawn, event.ticket] }, limit);
    case "limitChanged":
      return callWaiting(bulkhead, limit);
  }
}

function callWaiting(bulkhead: Bulkhead, limit: number): Bulkhead {
  let { running, called, withdrawn } = bulkhead;
  while (called < bulkhead.issued && (running < limit || withdrawn.includes(called))) {
    if (withdrawn.includes(called)) withdrawn = withdrawn.filter((ticket) => ticket !== called);
    else running += 1;
    called += 1;
  }
  return { running, issued: bulkhead.issued, called, withdrawn };
}
