import type { CompiledSaga } from "@skald/dsl";
import { proveDefinition } from "@skald/proof";
import type { ProofView } from "@skald/shared";

/**
 * Configurations an upload is proven over. The engine has other work meanwhile: the shop's order saga has 129, and a
 * definition with more is told "not complete" and can be proven further by `skald check`.
 */
const CONFIGURATIONS_MAX = 1000;

// A memo by definition: a proof depends on nothing else.
const proofs = new WeakMap<CompiledSaga, ProofView>();

/** What is proven of a definition as far as an engine looks; null for a service. */
export function proofOf(compiled: CompiledSaga | null): ProofView | null {
  if (compiled === null) return null;

  const proof = proofs.get(compiled) ?? proveDefinition(compiled, { limit: CONFIGURATIONS_MAX });
  proofs.set(compiled, proof);
  return proof;
}
