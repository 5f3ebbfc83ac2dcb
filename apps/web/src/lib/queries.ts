import type {
  AuditList,
  CommandList,
  DefinitionList,
  DefinitionView,
  DiffView,
  ExplainView,
  GraphView,
  HealthDetailed,
  JournalEntryView,
  JournalPage,
  SagaList,
  SagaView,
  StatisticsView,
} from "@skald/shared";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { askEngine, withQuery } from "./api.ts";
import { type SagaFilters, sagaListPath } from "./saga-filters.ts";

// One factory per thing the engine tells. Keys begin with the noun, so that a noun can be made stale at once.

/** One page of the saga list. Rows are patched in place by the live stream, so it never goes stale by itself. */
export function sagaListQuery(filters: SagaFilters, cursor: string | null) {
  return queryOptions({
    queryKey: ["sagas", filters, cursor] as const,
    queryFn: ({ signal }) => askEngine<SagaList>(sagaListPath(filters, cursor), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
    placeholderData: keepPreviousData,
  });
}

/** Suspended sagas: those that need a person now. */
export function incidentsQuery() {
  return queryOptions({
    queryKey: ["sagas", "incidents"] as const,
    queryFn: ({ signal }) => askEngine<SagaList>(withQuery("/api/v1/sagas", { status: "suspended", limit: 20 }), { signal }),
  });
}

/** Sagas whose id or key begins with the text. */
export function sagaSearchQuery(text: string) {
  return queryOptions({
    queryKey: ["sagas", "search", text] as const,
    queryFn: ({ signal }) => askEngine<SagaList>(withQuery("/api/v1/sagas", { q: text, limit: 8 }), { signal }),
    enabled: text.length >= 2,
    placeholderData: keepPreviousData,
  });
}

export function sagaQuery(id: string) {
  return queryOptions({
    queryKey: ["saga", id] as const,
    queryFn: ({ signal }) => askEngine<SagaView>(`/api/v1/sagas/${encodeURIComponent(id)}`, { signal }),
  });
}

/** The chart of a saga. Its shape is that of the pinned version, so it is read once. */
export function sagaGraphQuery(id: string) {
  return queryOptions({
    queryKey: ["saga", id, "graph"] as const,
    queryFn: ({ signal }) => askEngine<GraphView>(`/api/v1/sagas/${encodeURIComponent(id)}/graph`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function sagaExplainQuery(id: string, revision: number) {
  return queryOptions({
    queryKey: ["saga", id, "explain", revision] as const,
    queryFn: ({ signal }) => askEngine<ExplainView>(`/api/v1/sagas/${encodeURIComponent(id)}/explain`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function sagaCommandsQuery(id: string, revision: number) {
  return queryOptions({
    queryKey: ["saga", id, "commands", revision] as const,
    queryFn: ({ signal }) => askEngine<CommandList>(`/api/v1/sagas/${encodeURIComponent(id)}/commands`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** What a command sent under this key came to: the way out of an unknown outcome. */
export function readCommandByKey(id: string, idempotencyKey: string): Promise<CommandList> {
  return askEngine<CommandList>(withQuery(`/api/v1/sagas/${encodeURIComponent(id)}/commands`, { idempotencyKey }));
}

/** How much of a journal the console reads by itself; the rest is a button away. */
export const JOURNAL_MAX = 2000;

/** A saga's journal as read so far. */
export interface Journal {
  readonly items: readonly JournalEntryView[];
  readonly more: boolean;
}

export function sagaJournalQuery(id: string, revision: number) {
  return queryOptions({
    queryKey: ["saga", id, "journal", revision] as const,
    queryFn: ({ signal }) => readJournal(id, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

async function readJournal(id: string, signal: AbortSignal): Promise<Journal> {
  const items: JournalEntryView[] = [];
  let cursor: string | null = null;
  do {
    const path = withQuery(`/api/v1/sagas/${encodeURIComponent(id)}/journal`, { limit: 500, cursor, masked: "true" });
    const page: JournalPage = await askEngine<JournalPage>(path, { signal });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < JOURNAL_MAX);

  return { items, more: cursor !== null };
}

export function statisticsQuery(window: string) {
  return queryOptions({
    queryKey: ["statistics", window] as const,
    queryFn: ({ signal }) => askEngine<StatisticsView>(withQuery("/api/v1/statistics", { window }), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  });
}

export function healthQuery() {
  return queryOptions({
    queryKey: ["health"] as const,
    queryFn: ({ signal }) => askEngine<HealthDetailed>("/health/detailed", { signal }),
    refetchInterval: 5000,
  });
}

/** The newest commands people gave, over all sagas. */
export function auditQuery(limit: number) {
  return queryOptions({
    queryKey: ["audit", limit] as const,
    queryFn: ({ signal }) => askEngine<AuditList>(withQuery("/api/v1/audit", { limit }), { signal }),
    refetchInterval: 10_000,
  });
}

export function definitionsQuery() {
  return queryOptions({
    queryKey: ["definitions"] as const,
    queryFn: ({ signal }) => askEngine<DefinitionList>(withQuery("/api/v1/definitions", { limit: 200 }), { signal }),
    staleTime: 15_000,
  });
}

export function definitionVersionsQuery(namespace: string, name: string) {
  return queryOptions({
    queryKey: ["definitions", namespace, name, "versions"] as const,
    queryFn: ({ signal }) => askEngine<DefinitionList>(`${definitionPath(namespace, name)}/versions`, { signal }),
  });
}

export function definitionQuery(namespace: string, name: string, version: string | null) {
  const path =
    version === null ? definitionPath(namespace, name) : `${definitionPath(namespace, name)}/versions/${encodeURIComponent(version)}`;
  return queryOptions({
    queryKey: ["definitions", namespace, name, version] as const,
    queryFn: ({ signal }) => askEngine<DefinitionView>(path, { signal }),
    staleTime: 60_000,
  });
}

/** Versions never change, so a comparison does not either. */
export function definitionDiffQuery(namespace: string, name: string, pair: { readonly from: string; readonly to: string }) {
  return queryOptions({
    queryKey: ["definitions", namespace, name, "diff", pair] as const,
    queryFn: ({ signal }) => askEngine<DiffView>(withQuery(`${definitionPath(namespace, name)}/diff`, pair), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function definitionPath(namespace: string, name: string): string {
  return `/api/v1/definitions/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}
