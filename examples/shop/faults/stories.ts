/** A way an order can go, told in faults. */
export interface Story {
  readonly id: string;
  readonly title: string;
  /** What one will see. */
  readonly outcome: string;
  /** As `parseFaults` reads it; null: everything works. */
  readonly fault: string | null;
  /** How often the load switch takes it, among 1,000 troubled orders. 0: never, it waits for a person for ever. */
  readonly weight: number;
}

/** From the best day to the worst. Every behaviour of the desk is in one of them. */
export const STORIES: readonly Story[] = [
  { id: "fine", title: "Everything works", outcome: "completed", fault: null, weight: 0 },
  {
    id: "out-of-stock",
    title: "An item is out of stock",
    outcome: "refused, the order is cancelled",
    fault: "inventory.reserve:refuse",
    weight: 140,
  },
  {
    id: "card-declined",
    title: "The card is declined",
    outcome: "stock released, order cancelled",
    fault: "payments.authorise:refuse",
    weight: 140,
  },
  { id: "address", title: "No carrier serves the address", outcome: "undone in reverse", fault: "shipping.schedule:refuse", weight: 70 },
  {
    id: "capture-refused",
    title: "The capture is refused",
    outcome: "four steps undone in reverse",
    fault: "payments.capture:refuse",
    weight: 70,
  },
  {
    id: "pay-hangs-once",
    title: "Payment works, then hangs once",
    outcome: "retried with the same key, authorised once",
    fault: "payments.authorise:hang*1",
    weight: 60,
  },
  {
    id: "pay-hangs",
    title: "Payment works, then hangs each time",
    outcome: "unknown counts as done: voided, undone",
    fault: "payments.authorise:hang",
    weight: 40,
  },
  {
    id: "reserve-hangs",
    title: "Reserving works, then hangs each time",
    outcome: "verify says it happened: goes on",
    fault: "inventory.reserve:hang",
    weight: 40,
  },
  {
    id: "capture-hangs",
    title: "The capture works, then hangs each time",
    outcome: "verify says captured: goes on",
    fault: "payments.capture:hang",
    weight: 40,
  },
  {
    id: "ship-hangs",
    title: "Booking works, then hangs each time",
    outcome: "no verify: cancelled by the order's id",
    fault: "shipping.schedule:hang",
    weight: 30,
  },
  { id: "ship-slow", title: "Shipping is slow", outcome: "completed, a little later", fault: "shipping.schedule:slow", weight: 90 },
  {
    id: "ship-busy",
    title: "Shipping is busy twice",
    outcome: "waits as told, then goes on",
    fault: "shipping.schedule:busy*2",
    weight: 50,
  },
  {
    id: "ship-resets",
    title: "The connection breaks after the booking",
    outcome: "retried, booked once",
    fault: "shipping.schedule:reset*1",
    weight: 60,
  },
  {
    id: "create-fails-after",
    title: "500 after the order was created",
    outcome: "retried, created once",
    fault: "orders.create:fail-after*1",
    weight: 60,
  },
  {
    id: "create-fails-before",
    title: "500 before the order is created, for ever",
    outcome: "gives up, nothing stays",
    fault: "orders.create:fail-before",
    weight: 40,
  },
  {
    id: "message-fails",
    title: "The message fails twice",
    outcome: "retried after the pivot, sent once",
    fault: "notifications.send:fail-before*2",
    weight: 50,
  },
  {
    id: "release-once",
    title: "An undo fails once",
    outcome: "retried by itself",
    fault: "payments.authorise:refuse, inventory.release:fail-before*1",
    weight: 14,
  },
  {
    id: "release-thrice",
    title: "An undo fails three times",
    outcome: "suspended; retry it in the console",
    fault: "payments.authorise:refuse, inventory.release:fail-before*3",
    weight: 4,
  },
  {
    id: "release-for-ever",
    title: "An undo fails for ever",
    outcome: "suspended; switch the fault off, then retry",
    fault: "payments.authorise:refuse, inventory.release:fail-before",
    weight: 0,
  },
  {
    id: "void-for-ever",
    title: "Voiding fails for ever",
    outcome: "suspended in the middle of the undo",
    fault: "payments.capture:refuse, payments.void:fail-before",
    weight: 0,
  },
  {
    id: "cancel-for-ever",
    title: "Cancelling the order fails for ever",
    outcome: "suspended at the last undo",
    fault: "inventory.reserve:refuse, orders.cancel:fail-before",
    weight: 0,
  },
  {
    id: "cancel-shipment-hangs",
    title: "Cancelling the parcel works, then hangs once",
    outcome: "the undo is retried, cancelled once",
    fault: "payments.capture:refuse, shipping.cancel:hang*1",
    weight: 2,
  },
  {
    id: "message-for-ever",
    title: "The message fails for ever",
    outcome: "suspended after the pivot: only forward",
    fault: "notifications.send:fail-before",
    weight: 0,
  },
];
