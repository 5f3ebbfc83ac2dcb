import type { CompiledSaga } from "@skald/dsl";
import type { ProofView } from "@skald/shared";
import type { Door } from "../edge.ts";

/** What is proven of a definition as far as an engine looks; null for a service. */
export async function proofOf({ prover }: Door, compiled: CompiledSaga | null): Promise<ProofView | null> {
  return compiled === null ? null : prover.prove(compiled);
}
