import { proveDefinition } from "@skald/proof";
import type { Prover } from "../proof/create-prover.ts";
import { PROOF_LIMIT } from "../proof/proof-limit.ts";

/** A prover without a thread. */
export function createInlineProver(): Prover {
  return {
    prove: (definition) => Promise.resolve(proveDefinition(definition, PROOF_LIMIT)),
    close: () => Promise.resolve(),
  };
}
