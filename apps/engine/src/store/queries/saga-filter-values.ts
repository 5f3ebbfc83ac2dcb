// What the lists, searches and counts of sagas have in common: parameters $1 to $16, their
// predicates, and the columns of a row. A predicate whose parameter is null lets everything through.

import { SAGA_STATUSES } from "@skald/shared";
import type { SagaCursor, SagaFilter } from "../../ports/projection.ts";

/** A filter whose definition was looked up; null hashes: any definition. */
export interface ResolvedFilter {
  readonly filter: SagaFilter;
  readonly hashes: readonly string[] | null;
}

/** A page of a list, keyset over (started_at, id). */
export interface SagaPage {
  readonly after: SagaCursor | null;
  readonly limit: number;
}

const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** $1 to $13, as SAGA_PREDICATES reads them. */
export function filterValues({ filter, hashes }: ResolvedFilter): unknown[] {
  return [
    filter.namespace ?? null,
    hashes,
    filter.phase ?? null,
    filter.attention ?? null,
    filter.label?.name ?? null,
    filter.label?.value ?? null,
    filter.state ?? null,
    filter.failedState ?? null,
    filter.cause ?? null,
    filter.startedAfter ?? "-infinity",
    filter.startedBefore ?? "infinity",
    filter.attemptsMin ?? 0,
    filter.status ?? SAGA_STATUSES,
  ];
}

/** $14 to $16: where the page begins, and its length. */
export function pageValues({ after, limit }: SagaPage, order: SagaFilter["order"]): unknown[] {
  if (after !== null) return [after.startedAt, after.id, limit];

  return order === "newest" ? ["infinity", LAST_ID, limit] : ["-infinity", FIRST_ID, limit];
}

/** Every predicate but namespace, status and cursor, which choose the index. */
export const SAGA_PREDICATES = `
         and ($2::text[] is null or saga.definition_hash = any($2::text[]))
         and ($3::text is null or saga.phase = $3)
         and ($4::text is null or saga.attention = $4 or ($4 = 'any' and saga.attention is not null) or ($4 = 'none' and saga.attention is null))
         and ($5::text is null or saga.labels ->> $5 = $6::text)
         and ($7::text is null or $7 = any(saga.current))
         and ($8::text is null or saga.failed_state = $8)
         and ($9::text is null or saga.error_type = $9)
         and saga.started_at >= $10::timestamptz
         and saga.started_at < $11::timestamptz
         and saga.attempts_max >= $12::int`;

/** The namespaces there are, or the one of the filter: few, and each has its range in every index. */
export const NAMESPACES = `
    select distinct namespace
      from definition
     where kind = 'saga' and ($1::text is null or namespace = $1)`;

/** The columns summaryFromRow reads. */
export const SUMMARY_COLUMNS = `
         saga.id, saga.namespace, saga.definition_hash, saga.key, saga.labels, saga.status, saga.phase, saga.attention, saga.attention_state,
         saga.attention_since, saga.revision, saga.current, saga.attempts_max, saga.cause, saga.waived, saga.progress_percent,
         saga.steps_completed, saga.steps_total, saga.undos_completed, saga.undos_total, saga.started_at, saga.updated_at, saga.ended_at,
         saga.deadline_at, saga.trace_id`;

/** The same columns with the definition's name and version, which the outermost select adds. */
export const SUMMARY_OF_PAGE = `page.*, definition.name as definition_name, definition.version as definition_version`;
