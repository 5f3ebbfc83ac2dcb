"use client";

import { useState } from "react";
import { Page } from "#ui/frame/page.tsx";
import { Card } from "#ui/text/card.tsx";
import { SagaFilterBar } from "./saga-filter-bar.tsx";
import { SagaRows } from "./saga-rows.tsx";
import { SagaViews } from "./saga-views.tsx";
import { useSagaFilters } from "./use-saga-filters.ts";

/** The list of sagas with its filters. */
export function SagaList() {
  const { filters, cursor, change, turnTo, clear } = useSagaFilters();
  // Cursors only lead onward, so the way back is the list of pages seen.
  const [trail, setTrail] = useState<readonly (string | null)[]>([]);

  const turn = (to: "next" | "previous" | "newest", next: string | null): void => {
    if (to === "next") setTrail([...trail, cursor]);
    else setTrail(to === "previous" ? trail.slice(0, -1) : []);
    turnTo(to === "previous" ? (trail.at(-1) ?? null) : next);
  };
  const changeFilters: typeof change = (next) => {
    setTrail([]);
    change(next);
  };

  return (
    <Page title="Sagas">
      <SagaViews change={changeFilters} filters={filters} />
      <Card>
        <SagaFilterBar change={changeFilters} clear={clear} filters={filters} />
      </Card>
      <Card flush>
        <SagaRows cursor={cursor} filters={filters} key={JSON.stringify([filters, cursor])} trail={trail} turn={turn} />
      </Card>
    </Page>
  );
}
