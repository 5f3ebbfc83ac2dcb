"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { Spot } from "#graph/layout/move-focus.ts";

const TABS = ["graph", "timeline", "journal", "io", "audit"] as const;
type TabName = (typeof TABS)[number];

const PARSERS = {
  tab: parseAsStringLiteral(TABS).withDefault("graph"),
  step: parseAsString,
  lane: parseAsStringLiteral(["action", "undo"] as const).withDefault("action"),
};

export interface SagaUrl {
  readonly tab: TabName;
  readonly spot: Spot | null;
  showTab(tab: TabName): void;
  /** The same spot again closes it. */
  select(spot: Spot | null): void;
}

/** What is looked at, kept in the URL so that a colleague sees the same. */
export function useSagaUrl(): SagaUrl {
  const [{ tab, step, lane }, set] = useQueryStates(PARSERS, { history: "replace" });

  return {
    tab,
    spot: step === null ? null : { state: step, lane },
    showTab: (next) => void set({ tab: next }),
    select: (next) =>
      void set(
        next === null || (next.state === step && next.lane === lane) ? { step: null, lane: null } : { step: next.state, lane: next.lane },
      ),
  };
}
