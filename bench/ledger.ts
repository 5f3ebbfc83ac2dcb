import { WHOLE } from "./workload.ts";

/** What the participant saw against what was acknowledged. All but `sagas` are zero when nothing went wrong. */
export interface LedgerCheck {
  readonly sagas: number;
  /** Acknowledged, and never seen. */
  readonly lost: number;
  /** A step was called more than once. */
  readonly doubled: number;
  /** Steps are missing or stand in another order. */
  readonly disordered: number;
  /** Seen, and never started. */
  readonly extra: number;
}

/** Compares the ledger (`id steps`, a line each) with the sagas that were acknowledged as completed. */
export function checkLedger(ledger: string, ids: readonly number[]): LedgerCheck {
  const seen = new Map(
    ledger
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(" ") as [string, string]),
  );
  const wanted = new Set(ids.map(String));
  let lost = 0;
  let doubled = 0;
  let disordered = 0;
  for (const id of wanted) {
    const steps = seen.get(id);
    if (steps === undefined) lost += 1;
    else if (new Set(steps).size !== steps.length) doubled += 1;
    else if (steps !== WHOLE) disordered += 1;
  }
  return { sagas: wanted.size, lost, doubled, disordered, extra: [...seen.keys()].filter((id) => !wanted.has(id)).length };
}

/** Whether nothing was lost, doubled, out of order or invented. */
export function isExact({ lost, doubled, disordered, extra }: LedgerCheck): boolean {
  return lost + doubled + disordered + extra === 0;
}
