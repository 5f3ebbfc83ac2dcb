"use client";

import type { AttentionReason, SagaStatus } from "@skald/shared";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { SagaFilters } from "#lib/saga-filters.ts";
import { ATTENTION, SAGA_STATUS } from "#lib/status.ts";

const STATUSES = Object.keys(SAGA_STATUS) as SagaStatus[];
const REASONS = Object.keys(ATTENTION) as AttentionReason[];

const PARSERS = {
  status: parseAsStringLiteral(STATUSES),
  attention: parseAsStringLiteral(REASONS),
  definition: parseAsString,
  key: parseAsString,
  q: parseAsString,
  from: parseAsString,
  to: parseAsString,
  cursor: parseAsString,
};

export interface FilterState {
  readonly filters: SagaFilters;
  readonly cursor: string | null;
  /** Changes filters; the page goes back to the newest, because a cursor belongs to one set of filters. */
  change(next: Partial<SagaFilters>): void;
  turnTo(cursor: string | null): void;
  clear(): void;
}

/** The filters of the list, kept in the URL so that a colleague can be sent the very same view. */
export function useSagaFilters(): FilterState {
  const [{ cursor, ...filters }, set] = useQueryStates(PARSERS, { history: "push" });

  return {
    filters,
    cursor,
    change: (next) => void set({ ...next, cursor: null }),
    turnTo: (next) => void set({ cursor: next }),
    clear: () => void set(null),
  };
}

/** Whether anything narrows the list. */
export function isNarrowed(filters: SagaFilters): boolean {
  return Object.values(filters).some((value) => value !== null);
}
