import type { ServerResponse } from "node:http";
import type { CommandView, SagaList, SagaSummary, SagaView, ServiceView } from "@skald/shared";
import { services } from "./fake-operations.ts";
import { type Scenario, sagaOf } from "./fake-sagas.ts";

const FIRST: readonly Scenario[] = [
  "running",
  "backoff",
  "compensating",
  "undoFailed",
  "stuck",
  "unknown",
  "waiting",
  "paused",
  "compensated",
  "failed",
  "terminated",
  "completed",
];
const COMPLETED = 130;

interface Follower {
  readonly response: ServerResponse;
  readonly sagaId: string | null;
}

/** The sagas of the fake engine, their commands, and who is listening. */
export class FakeBook {
  readonly sagas = new Map<string, SagaView>();
  readonly commands: CommandView[] = [];
  /** Answers by Idempotency-Key. */
  readonly answered = new Map<string, CommandView>();
  /** When set, the next command is taken and its answer is lost on the way. */
  loseNextAnswer = false;
  services: ServiceView[] = services();
  readonly #followers = new Set<Follower>();

  constructor() {
    for (const [place, scenario] of FIRST.entries()) this.add(scenario, place, 20_000 + place * 95_000);
    for (let place = 0; place < COMPLETED; place += 1) this.add("completed", FIRST.length + place, 1_300_000 + place * 30_000);
  }

  add(scenario: Scenario, place: number, ageMs: number): SagaView {
    const saga = sagaOf(scenario, place, ageMs);
    this.sagas.set(saga.id, saga);
    this.#tell(saga);
    return saga;
  }

  /** The first saga of a scenario, by its place in the list above. */
  find(scenario: Scenario): SagaView {
    const id = [...this.sagas.keys()][FIRST.indexOf(scenario)];
    const saga = id === undefined ? undefined : this.sagas.get(id);
    if (saga === undefined) throw new Error(`no saga is ${scenario}`);
    return saga;
  }

  /** Changes a saga, raises its revision and tells every listener. */
  change(id: string, own: Partial<SagaView>): SagaView {
    const before = this.sagas.get(id);
    if (before === undefined) throw new Error(`no saga ${id}`);

    const after = { ...before, ...own, revision: before.revision + 1, updatedAt: new Date().toISOString() };
    this.sagas.set(id, after);
    this.#tell(after);
    return after;
  }

  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { status } of this.sagas.values()) counts[status] = (counts[status] ?? 0) + 1;
    return { ...counts, completed: 23_612 };
  }

  list(query: URLSearchParams): SagaList {
    const limit = Number(query.get("limit") ?? 100);
    const cursor = query.get("cursor");
    const rows = [...this.sagas.values()].filter((saga) => matches(saga, query)).sort((a, b) => (a.id < b.id ? 1 : -1));
    const from = cursor === null ? 0 : rows.findIndex((saga) => saga.id < cursor);
    const page = from === -1 ? [] : rows.slice(from, from + limit);

    return {
      items: page.map(summaryOf),
      nextCursor: from + limit < rows.length ? (page.at(-1)?.id ?? null) : null,
      asOf: new Date().toISOString(),
    };
  }

  setBreaker(name: string, body: { readonly state: string; readonly reason: string }): ServiceView | undefined {
    this.services = this.services.map((service) => {
      if (service.name !== name) return service;

      const override = body.state === "open" || body.state === "closed" ? body.state : null;
      return {
        ...service,
        breaker: { ...service.breaker, override, overrideReason: override === null ? null : body.reason, state: override ?? "closed" },
      };
    });
    return this.services.find((service) => service.name === name);
  }

  /** Keeps an answer open as an event stream. */
  follow(response: ServerResponse, sagaId: string | null = null): true {
    const follower = { response, sagaId };
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(sagaId === null ? "event: resync\ndata: {}\n\n" : ":\n\n");
    const heartbeat = setInterval(() => response.write(":\n\n"), 15_000);
    this.#followers.add(follower);
    response.on("close", () => {
      clearInterval(heartbeat);
      this.#followers.delete(follower);
    });
    return true;
  }

  /** Cuts every stream, as a restart of the engine does. */
  cutStreams(): void {
    for (const { response } of this.#followers) response.destroy();
  }

  #tell(saga: SagaView): void {
    for (const { response, sagaId } of this.#followers) {
      const hint = { changed: [{ id: saga.id, revision: saga.revision, status: saga.status }], more: false };
      if (sagaId === null) response.write(`data: ${JSON.stringify(hint)}\n\n`);
      if (sagaId === saga.id)
        response.write(`id: ${saga.revision}\ndata: ${JSON.stringify({ from: saga.revision - 1, to: saga.revision, patch: saga })}\n\n`);
    }
  }
}

function matches(saga: SagaView, query: URLSearchParams): boolean {
  const [status, attention, definition, key, q] = ["status", "attention", "definition", "key", "q"].map((name) => query.get(name));
  if (status && saga.status !== status) return false;
  if (attention && saga.attention?.reason !== attention) return false;
  if (definition && saga.definition !== definition) return false;
  if (key && saga.key !== key) return false;
  if (q && !saga.id.startsWith(q) && saga.key?.startsWith(q) !== true && saga.cause?.type !== q) return false;

  const [after, before] = [query.get("startedAfter"), query.get("startedBefore")];
  return (after === null || saga.startedAt >= after) && (before === null || saga.startedAt < before);
}

function summaryOf(saga: SagaView): SagaSummary {
  const { steps, input, output, allowedCommands, ...summary } = saga;
  return summary;
}
