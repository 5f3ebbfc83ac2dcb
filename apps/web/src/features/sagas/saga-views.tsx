"use client";

import type { SagaStatus } from "@skald/shared";
import type { SagaFilters } from "#lib/saga-filters.ts";
import { SAGA_STATUS } from "#lib/status.ts";

const VIEWS: readonly { readonly title: string; readonly status: SagaStatus | null }[] = [
  { title: "All", status: null },
  { title: SAGA_STATUS.suspended.word, status: "suspended" },
  { title: "Running", status: "running" },
  { title: "Waiting", status: "waiting" },
  { title: "Undoing", status: "compensating" },
  { title: "Completed", status: "completed" },
  { title: "Rolled back", status: "compensated" },
];

interface SagaViewsProps {
  readonly filters: SagaFilters;
  readonly change: (next: Partial<SagaFilters>) => void;
}

/** The views people ask for most, one click each. */
export function SagaViews({ filters, change }: SagaViewsProps) {
  return (
    <fieldset className="flex min-w-0 gap-1 overflow-x-auto">
      <legend className="sr-only">Views</legend>
      {VIEWS.map(({ title, status }) => (
        <button
          aria-pressed={filters.status === status}
          className="whitespace-nowrap rounded-md px-2.5 py-1.5 font-medium text-[13px] text-muted hover:bg-sunken hover:text-text focus-visible:-outline-offset-2 aria-pressed:bg-sunken aria-pressed:text-text"
          key={title}
          onClick={() => change({ status, attention: null })}
          type="button"
        >
          {title}
        </button>
      ))}
    </fieldset>
  );
}
