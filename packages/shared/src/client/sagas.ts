import type { BatchView, ExplainView, JournalPage, SagaGraphView, SagaList, SagaSummary, SagaView, StartRequest } from "../api/saga.ts";
import { parseDuration } from "../duration.ts";
import { pathOf, type Query } from "./query.ts";
import { jsonBody, type Transport } from "./transport.ts";

/** Filters of the list of sagas. Absent fields do not filter. */
export interface SagaListFilter {
  readonly status?: SagaSummary["status"] | readonly SagaSummary["status"][];
  readonly phase?: SagaSummary["phase"];
  /** A reason, `any` or `none`. */
  readonly attention?: NonNullable<SagaSummary["attention"]>["reason"] | "any" | "none";
  readonly namespace?: SagaSummary["namespace"];
  /** `namespace/name` */
  readonly definition?: SagaSummary["definition"];
  readonly version?: SagaSummary["version"];
  readonly key?: string;
  /** One label with exactly this value. */
  readonly label?: { readonly name: string; readonly value: string };
  readonly state?: string;
  readonly failedState?: string;
  /** The exact type of the error that turned the saga back or stopped it. */
  readonly cause?: string;
  readonly startedAfter?: string;
  readonly startedBefore?: string;
  /** Prefix of id or key, or the exact error type. */
  readonly q?: string;
  /** An open or stuck call has made so many attempts. */
  readonly attemptsMin?: number;
  /** By start. Default: newest. */
  readonly order?: "newest" | "oldest";
}

/** Which page of a list. `cursor` is the `nextCursor` of the page before. */
export interface Page {
  readonly cursor?: string;
  readonly limit?: number;
}

/** What comes with a start beside its request. */
export interface StartOptions {
  /** The same key and request start the same saga, however often they are sent. Printable ASCII. */
  readonly idempotencyKey?: string;
  /** Holds the answer until the saga has ended or needs a person, at most this long: `10s`. */
  readonly wait?: string;
}

/** A saga that was started. `replayed`: it had been, by an earlier request with this key. */
export interface Started {
  readonly saga: SagaView;
  readonly replayed: boolean;
}

/** Starting sagas and reading them. */
export interface SagaCalls {
  startSaga(request: StartRequest, options?: StartOptions): Promise<Started>;
  /** Up to 1,000 starts; one answer per item, in their order. */
  startBatch(items: readonly StartRequest[]): Promise<BatchView>;
  /** One page. Rows may be 2 s old. */
  listSagas(filter?: SagaListFilter, page?: Page): Promise<SagaList>;
  /** All pages, read as they are asked for. */
  allSagas(filter?: SagaListFilter): AsyncGenerator<SagaSummary, void, undefined>;
  /** One saga; its `revision` is what commands go against. */
  getSaga(id: string): Promise<SagaView>;
  journal(id: string, page?: Page): Promise<JournalPage>;
  /** Why the saga is where it is, and what can move it next. */
  explain(id: string): Promise<ExplainView>;
  /** The saga as it was at that entry of its journal. */
  at(id: string, seq: number): Promise<SagaView>;
  graph(id: string): Promise<SagaGraphView>;
}

/** The calls about sagas over a transport. */
export function sagaCalls(send: Transport): SagaCalls {
  const read = async <View>(path: string, query: Query = {}): Promise<View> => (await send<View>({ method: "GET", path, query })).body;
  const listSagas: SagaCalls["listSagas"] = (filter = {}, page = {}) => read(pathOf("sagas"), { ...queryOf(filter), ...page });

  return {
    startSaga: (request, options = {}) => startSaga(send, request, options),
    startBatch: async (items) =>
      (await send<BatchView>({ method: "POST", path: pathOf("sagas", "batch"), body: jsonBody({ items }) })).body,
    listSagas,
    allSagas: (filter = {}) => allPages((cursor) => listSagas(filter, { limit: 100, ...(cursor === null ? {} : { cursor }) })),
    getSaga: (id) => read(pathOf("sagas", id)),
    journal: (id, page = {}) => read(pathOf("sagas", id, "journal"), { ...page }),
    explain: (id) => read(pathOf("sagas", id, "explain")),
    at: (id, seq) => read(pathOf("sagas", id, "at", seq)),
    graph: (id) => read(pathOf("sagas", id, "graph")),
  };
}

async function startSaga(send: Transport, request: StartRequest, { idempotencyKey, wait }: StartOptions): Promise<Started> {
  const answer = await send<SagaView>({
    method: "POST",
    path: pathOf("sagas"),
    query: { wait },
    headers: { "idempotency-key": idempotencyKey },
    body: jsonBody(request),
    heldMs: wait === undefined ? 0 : (parseDuration(wait) ?? 0),
  });

  return { saga: answer.body, replayed: answer.header("idempotency-replayed") === "true" };
}

async function* allPages(readPage: (cursor: string | null) => Promise<SagaList>): AsyncGenerator<SagaSummary, void, undefined> {
  let cursor: string | null = null;
  do {
    const page: SagaList = await readPage(cursor);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

function queryOf({ label, attemptsMin, ...same }: SagaListFilter): Query {
  // The engine reads `attempts>=3`: the parameter is called "attempts>".
  return { ...same, "attempts>": attemptsMin, ...(label === undefined ? {} : { [`label.${label.name}`]: label.value }) };
}
