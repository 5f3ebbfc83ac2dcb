import { proveDefinition } from "@skald/proof";
import type { Prover } from "../proof/create-prover.ts";
import { CONFIGURATIONS_MAX } from "../proof/proof-limit.ts";

/** A prover without a thread. */
export function createInlineProver(): Prover {
  return {
    prove: (definition) => Promise.resolve(proveDefinition(definition, { limit: CONFIGURATIONS_MAX })),
    close: () => Promise.resolve(),
  };
}
