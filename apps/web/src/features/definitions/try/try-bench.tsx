"use client";

import type { CompiledSaga } from "@skald/dsl";
import { parseAsArrayOf, parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import { chosenFromLink, linkOfChosen, outcomeRows, outcomesOf } from "./outcome-choices.ts";
import { OutcomeTable } from "./outcome-table.tsx";
import { PlayResult } from "./play-result.tsx";
import { ProofResult } from "./proof-result.tsx";
import { SeedField } from "./seed-field.tsx";
import { useFamily, usePlay, useProof } from "./use-family.ts";

const NOTHING: string[] = [];

/** What is chosen on one side, what comes of it on the other, and below it what is proven. All of it is in the link. */
export function TryBench({ definition }: { readonly definition: CompiledSaga }) {
  const [{ set, seed }, change] = useQueryStates({ set: parseAsArrayOf(parseAsString).withDefault(NOTHING), seed: parseAsInteger });
  const rows = useMemo(() => outcomeRows(definition), [definition]);
  const chosen = useMemo(() => chosenFromLink(set), [set]);
  const outcomes = useMemo(() => outcomesOf(rows, chosen), [rows, chosen]);
  const family = useFamily(definition);
  const play = usePlay(family.data, outcomes, seed);
  const proof = useProof(family.data);

  if (family.isError) return <Failure error={family.error} retry={() => void family.refetch()} what="The sagas this one starts" />;
  return (
    <>
      <div className="grid xl:grid-cols-[minmax(0,29rem)_minmax(0,1fr)]">
        <div className="min-w-0 border-line max-xl:border-b xl:border-r">
          <OutcomeTable
            choose={(target, value, byDefault) => {
              const items = linkOfChosen(chosen, target, value, byDefault);
              void change({ set: items === null ? null : [...items] });
            }}
            chosen={chosen}
            rows={rows}
          />
          <SeedField
            hasChosen={set.length > 0 || seed !== null}
            onChange={(next) => void change({ seed: next })}
            onReset={() => void change({ set: null, seed: null })}
            seed={seed}
          />
        </div>
        <div className="min-w-0">
          {play.isError && <Failure error={play.error} retry={() => void play.refetch()} what="The play" />}
          {!play.isError && play.data === undefined && <Skeleton label="the play" rows={8} />}
          {!play.isError && play.data !== undefined && <PlayResult graph={definition.graph} played={play.data} />}
        </div>
      </div>
      <ProofResult proof={proof} />
    </>
  );
}
