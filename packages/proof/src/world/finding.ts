import type { ProofViolation } from "@skald/shared";

/** One thing that does not hold in a position. */
export interface Finding {
  readonly code: ProofViolation["code"];
  /** The state it is about. */
  readonly state: string | null;
  readonly message: string;
  /** What comes after the story of the way there, in its words. */
  readonly last?: string;
}
