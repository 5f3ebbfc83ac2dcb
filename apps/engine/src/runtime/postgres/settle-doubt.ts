// What became of a commit whose answer was lost (architecture.md, section 6, "In doubt").
//
// The lane writes nothing until its token is raised on a new connection: that waits for the old
// transaction, which holds the lane's row, and what has not begun finds the old token gone. Only
// then does the journal tell the truth. A blind retry could commit twice, a blind failure could lose.

import type { Clock } from "../../ports/clock.ts";
import type { Connection } from "../../store/connection.ts";
import { type CommitProof, findCommitProofs } from "../../store/queries/commit/find-commit-proofs.ts";
import type { LaneIdentity } from "../../store/queries/commit/lane-identity.ts";
import { raiseLaneToken } from "../../store/queries/commit/raise-lane-token.ts";
import { pause } from "./clock-pause.ts";
import type { PendingUnit } from "./pending-unit.ts";

const RETRY_MIN_MS = 50;
const RETRY_MAX_MS = 1_000;

export interface DoubtParts {
  readonly clock: Clock;
  connect(): Promise<Connection>;
  disconnect(): void;
  onRaised(identity: LaneIdentity): void;
  onRetry(): void;
  /** The process stops; nobody waits for the answer any more. */
  isGivenUp(): boolean;
}

/** `absent` units were not written, as was made sure of, except with `givenUp`. */
export interface SettledDoubt {
  readonly kind: "held" | "fenced" | "givenUp";
  readonly committed: readonly PendingUnit[];
  readonly absent: readonly PendingUnit[];
  /** Another entry stands where theirs should: a defect. */
  readonly collided: readonly PendingUnit[];
}

/** Asks the database until it answers. */
export async function settleDoubt(identity: LaneIdentity, batch: readonly PendingUnit[], parts: DoubtParts): Promise<SettledDoubt> {
  let current = identity;
  for (let delayMs = RETRY_MIN_MS; ; delayMs = Math.min(delayMs * 2, RETRY_MAX_MS)) {
    if (parts.isGivenUp()) return { kind: "givenUp", committed: [], absent: batch, collided: [] };
    try {
      const db = await parts.connect();
      const raised = await raiseLaneToken(db, current);
      if (raised !== null) {
        current = raised;
        parts.onRaised(raised);
      }
      // Without a row the takeover has waited for the old transaction: what is not there never will be.
      const proofs = await findCommitProofs(
        db,
        batch.map((pending) => pending.unit),
      );
      return { kind: raised === null ? "fenced" : "held", ...sort(batch, proofs) };
    } catch {
      // The database is still away, or the old transaction still holds the row.
      parts.disconnect();
      parts.onRetry();
      await pause(parts.clock, delayMs);
    }
  }
}

function sort(batch: readonly PendingUnit[], proofs: readonly CommitProof[]): Omit<SettledDoubt, "kind"> {
  const places = Map.groupBy(batch, (pending, index) => placeOf(pending, proofs[index]));

  return { committed: places.get("committed") ?? [], absent: places.get("absent") ?? [], collided: places.get("collided") ?? [] };
}

function placeOf(pending: PendingUnit, proof: CommitProof | undefined): "committed" | "absent" | "collided" {
  const head = pending.unit.entries.at(-1);
  // Without entries: a refused command proves itself, a mere checkpoint may be written twice.
  if (head === undefined) return proof?.commandFound === true ? "committed" : "absent";
  if (proof === undefined || proof.hash === null) return "absent";

  return proof.hash === head.hash ? "committed" : "collided";
}
