"use client";

import type { CompiledSaga } from "@skald/dsl";
import dynamic from "next/dynamic";
import { parseAsBoolean, useQueryState } from "nuqs";
import { Button } from "#ui/controls/button.tsx";
import { Skeleton } from "#ui/status/states.tsx";
import { Card } from "#ui/text/card.tsx";

// Nothing of it is loaded before somebody wants to try.
const TryBench = dynamic(() => import("./try-bench.tsx").then((module) => module.TryBench), {
  ssr: false,
  loading: () => <Skeleton label="the simulator" rows={8} />,
});

/** A place to play a saga in a made-up world. */
export function TryPanel({ definition }: { readonly definition: CompiledSaga }) {
  const [open, setOpen] = useQueryState("try", parseAsBoolean.withDefault(false));

  return (
    <Card
      aside={
        <Button aria-expanded={open} onClick={() => void setOpen(open ? null : true)}>
          {open ? "Close" : "Try it"}
        </Button>
      }
      flush
      title="Try it"
    >
      {open ? (
        <TryBench definition={definition} key={definition.hash} />
      ) : (
        <p className="px-4 py-3 text-[13px] text-muted">
          Choose what each call answers and see the way the saga takes, what it undoes and in which order. It is played in this browser:
          nothing is called, nothing is stored.
        </p>
      )}
    </Card>
  );
}
