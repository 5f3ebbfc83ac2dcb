import type { AttentionReason, SagaStatus } from "@skald/shared";
import { withQuery } from "./api.ts";

/** What narrows the list of sagas. Every field is in the URL. */
export interface SagaFilters {
  readonly status: SagaStatus | null;
  readonly attention: AttentionReason | null;
  readonly definition: string | null;
  readonly key: string | null;
  readonly q: string | null;
  /** `YYYY-MM-DDTHH:mm`, UTC. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Rows of one page. A hundred real rows are cheap, and Ctrl+F finds them. */
const PAGE_SIZE = 100;

/** The address of one page of the list. */
export function sagaListPath(filters: SagaFilters, cursor: string | null): string {
  return withQuery("/api/v1/sagas", { ...filterParameters(filters), limit: PAGE_SIZE, cursor });
}

/** The address of the stream that hints at changes of the filtered list. */
export function sagaStreamPath(filters: SagaFilters): string {
  return withQuery("/api/v1/stream", filterParameters(filters));
}

function filterParameters(filters: SagaFilters): Record<string, string | null> {
  const { from, to, ...same } = filters;
  return { ...same, startedAfter: instantOf(from), startedBefore: instantOf(to) };
}

function instantOf(local: string | null): string | null {
  if (local === null) return null;

  const at = new Date(`${local}Z`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
