import { callBackInLedger, type Ledger } from "../ledger.ts";
import type { Position } from "../position.ts";
import type { Incoming } from "./incoming.ts";

/** Something that came to a state of one saga of a family. */
export interface Came {
  readonly key: string;
  readonly state: string;
  readonly incoming: Incoming;
}

/** The books after something came: only a callback says what a participant did. */
export function ledgerAfter({ family, ledger }: Position, { key, state, incoming }: Came): Ledger {
  if (incoming.kind !== "done" && incoming.kind !== "refused") return ledger;
  const asking = family[key];

  return asking === undefined ? ledger : callBackInLedger(ledger, { key, state, isDone: incoming.kind === "done" }, asking);
}
