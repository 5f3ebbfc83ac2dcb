/** The order saga: five calls in a row, about 330 bytes out and 200 back. */
export const STEPS = ["order/create", "inventory/reserve", "payment/process", "shipping/schedule", "notification/send"] as const;

/** What the ledger shows of a saga whose every step was called once, in order. */
export const WHOLE = "01234";

export const ORDER = {
  customer: "c-10293847",
  currency: "EUR",
  total: 129.99,
  lines: [
    { sku: "SKU-1001", qty: 2, price: 49.99 },
    { sku: "SKU-2002", qty: 1, price: 30.01 },
  ],
  address: "1 Example Street, 1000 Town",
} as const;

/** The body of one call. */
export function payload(id: number, step: number): string {
  return JSON.stringify({ sagaId: String(id), failAt: 0, step, idempotencyKey: `k-${id}-${step}`, order: ORDER });
}

/** An engine under measurement. */
export interface Contender {
  readonly name: string;
  /** Runs one saga to its end. Rejects when it ended otherwise than well. */
  readonly run: (id: number) => Promise<void>;
  /** Milliseconds of CPU this engine itself has used so far; null where that cannot be read. */
  readonly cpuMs: () => number | null;
  readonly close: () => Promise<void>;
}

/** How a phase went. */
export interface Phase {
  readonly sagas: number;
  readonly seconds: number;
  readonly ids: readonly number[];
  /** Sorted. */
  readonly latenciesMs: readonly number[];
}

/** Keeps `inFlight` sagas going until the time or the count is over, and awaits the last. */
export async function closedLoop(
  contender: Contender,
  {
    inFlight,
    seconds,
    count,
    firstId,
  }: { readonly inFlight: number; readonly seconds: number; readonly count: number; readonly firstId: number },
): Promise<Phase> {
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  const endMs = startedMs + seconds * 1000;
  let nextId = firstId;
  const worker = async (): Promise<void> => {
    while (performance.now() < endMs && nextId - firstId < count) {
      const id = nextId;
      nextId += 1;
      const beganMs = performance.now();
      await contender.run(id);
      latenciesMs.push(performance.now() - beganMs);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));

  const ids = Array.from({ length: nextId - firstId }, (_, index) => firstId + index);
  return {
    sagas: ids.length,
    seconds: (performance.now() - startedMs) / 1000,
    ids,
    latenciesMs: latenciesMs.toSorted((one, other) => one - other),
  };
}

/** The value below which a share of sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((one, other) => one - other),
    0.5,
  );
}
