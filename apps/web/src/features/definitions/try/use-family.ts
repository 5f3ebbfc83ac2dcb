"use client";

import type { CompiledSaga } from "@skald/dsl";
import type { Json, ProofView } from "@skald/shared";
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { Played, SagaFamily } from "#workbench/messages.ts";
import { prover, workbench } from "#workbench/workbench.ts";
import { loadFamily } from "../stored-documents.ts";

// A version never changes, and neither does what comes of it.
const FOR_EVER = { staleTime: Number.POSITIVE_INFINITY, retry: false } as const;

/** A saga with the sagas it starts. */
export function useFamily(definition: CompiledSaga): UseQueryResult<SagaFamily> {
  return useQuery({ queryKey: ["family", definition.hash], queryFn: ({ signal }) => loadFamily(definition, signal), ...FOR_EVER });
}

/** One play: the same outcomes and the same seed give the same. */
export function usePlay(
  family: SagaFamily | undefined,
  outcomes: Readonly<Record<string, Json>>,
  seed: number | null,
): UseQueryResult<Played> {
  return useQuery({
    queryKey: ["play", family?.definition.hash, outcomes, seed],
    queryFn: ({ signal }) => workbench.ask({ kind: "play", ...given(family), outcomes, seed }, signal),
    enabled: family !== undefined,
    placeholderData: keepPreviousData,
    ...FOR_EVER,
  });
}

/** What is proven of a saga, as far as a browser looks. */
export function useProof(family: SagaFamily | undefined): UseQueryResult<ProofView> {
  return useQuery({
    queryKey: ["proof", family?.definition.hash],
    queryFn: ({ signal }) => prover.ask({ kind: "prove", ...given(family) }, signal),
    enabled: family !== undefined,
    ...FOR_EVER,
  });
}

function given(family: SagaFamily | undefined): SagaFamily {
  if (family === undefined) throw new Error("The saga was not read yet.");

  return family;
}
