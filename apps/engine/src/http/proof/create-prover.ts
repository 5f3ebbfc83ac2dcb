import type { CompiledSaga } from "@skald/dsl";
import { proveDefinition } from "@skald/proof";
import type { ProofView } from "@skald/shared";
import { createTaskThread } from "../thread/create-task-thread.ts";

/** Proves definitions for callers. */
export interface Prover {
  /** What is proven of a definition as far as an engine looks. */
  prove(definition: CompiledSaga): Promise<ProofView>;
  close(): Promise<void>;
}

/** Proofs that are remembered: a proof depends on nothing but the definition. */
const REMEMBERED_MAX = 200;

/**
 * A prover in a thread of its own, one proof after another. A proof that takes longer than `deadlineMs` milliseconds is
 * given up and says that nothing was looked at: `skald check` has more time.
 */
export function createProver(deadlineMs: number): Prover {
  const thread = createTaskThread<CompiledSaga, ProofView>(new URL("./proof-thread.ts", import.meta.url), deadlineMs);
  const proofs = new Map<string, Promise<ProofView | null>>();

  return {
    async prove(definition) {
      const proof = proofs.get(definition.hash) ?? thread.ask(definition);
      // The one asked for last is forgotten last.
      proofs.delete(definition.hash);
      proofs.set(definition.hash, proof);
      for (const hash of [...proofs.keys()].slice(0, -REMEMBERED_MAX)) proofs.delete(hash);
      const view = await proof;
      if (view !== null) return view;

      proofs.delete(definition.hash);
      return proveDefinition(definition, { limit: 0 });
    },
    close: thread.close,
  };
}
