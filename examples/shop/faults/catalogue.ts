/** What a fault does to one call. */
export const BEHAVIOURS = {
  hang: "does the work, then never answers",
  reset: "does the work, then breaks the connection",
  "fail-after": "does the work, then answers 500",
  "fail-before": "answers 500 before any work",
  refuse: "refuses for a business reason",
  slow: "answers after 1.5 s",
  busy: "answers 503 with Retry-After",
} as const;
export type Behaviour = keyof typeof BEHAVIOURS;

/** Everything a fault can be set on, with the words the desk shows. */
export const OPERATIONS = {
  "orders.create": { title: "create the order", lane: "action", refusal: null },
  "orders.cancel": { title: "cancel the order", lane: "undo", refusal: null },
  "inventory.reserve": { title: "reserve the stock", lane: "action", refusal: "out of stock" },
  "inventory.release": { title: "release the stock", lane: "undo", refusal: null },
  "payments.authorise": { title: "authorise the payment", lane: "action", refusal: "card declined" },
  "payments.void": { title: "void the authorisation", lane: "undo", refusal: null },
  "payments.capture": { title: "capture the payment", lane: "action", refusal: "capture refused" },
  "shipping.schedule": { title: "book the shipment", lane: "action", refusal: "address not served" },
  "shipping.cancel": { title: "cancel the shipment", lane: "undo", refusal: null },
  "notifications.send": { title: "send the message", lane: "action", refusal: null },
} as const satisfies Record<string, OperationFace>;
export type Operation = keyof typeof OPERATIONS;

interface OperationFace {
  readonly title: string;
  readonly lane: "action" | "undo";
  /** The business refusal in words; null when the operation has none. */
  readonly refusal: string | null;
}

/** A fault: `times` calls of an operation behave so; null is for ever. */
export interface Fault {
  readonly operation: Operation;
  readonly behaviour: Behaviour;
  readonly times: number | null;
}

/**
 * Reads faults as the desk, its API and orders.jsonl write them: `payments.authorise:hang*1`,
 * several with a comma between. Without `*n` a fault is for ever. A text that is wrong gives a sentence.
 */
export function parseFaults(text: string): readonly Fault[] | string {
  const faults: Fault[] = [];
  for (const part of text.split(",").map((piece) => piece.trim())) {
    const fault = parseFault(part);
    if (typeof fault === "string") return fault;
    faults.push(fault);
  }
  return faults;
}

/** The text of a fault, as `parseFaults` reads it. */
export function formatFault({ operation, behaviour, times }: Fault): string {
  return times === null ? `${operation}:${behaviour}` : `${operation}:${behaviour}*${times}`;
}

/** Whether an operation can behave so: only some have a business refusal. */
export function canBehave(operation: Operation, behaviour: Behaviour): boolean {
  return behaviour !== "refuse" || OPERATIONS[operation].refusal !== null;
}

function parseFault(text: string): Fault | string {
  const parts = /^([a-z.]+):([a-z-]+)(?:\*(\d{1,6}))?$/.exec(text);
  if (parts === null) return `"${text}" is no fault; write service.operation:behaviour, with *n for the next n calls.`;

  const [, operation = "", behaviour = "", times] = parts;
  if (!isOperation(operation)) return `"${operation}" is no operation; there are ${Object.keys(OPERATIONS).join(", ")}.`;
  if (!isBehaviour(behaviour)) return `"${behaviour}" is no behaviour; there are ${Object.keys(BEHAVIOURS).join(", ")}.`;
  if (!canBehave(operation, behaviour)) return `"${operation}" has no business refusal.`;

  return { operation, behaviour, times: times === undefined ? null : Number(times) };
}

function isOperation(text: string): text is Operation {
  return Object.hasOwn(OPERATIONS, text);
}

function isBehaviour(text: string): text is Behaviour {
  return Object.hasOwn(BEHAVIOURS, text);
}
