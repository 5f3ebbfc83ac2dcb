// An engine for the console's tests and for working on it without one: the routes of api.md over a handful
// of sagas held in memory. It keeps If-Match and Idempotency-Key as the real one does, because the dialogs
// stand on them. Start it alone with: node apps/web/test/fake-engine.ts
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import type { AuditItem, CommandView, SagaView } from "@skald/shared";
import { FakeBook } from "./fake-book.ts";
import { commandRoutes } from "./fake-commands.ts";
import { DEFINITIONS, definitionView, ORDER_GRAPH } from "./fake-definition.ts";
import { type Call, json, problem } from "./fake-http.ts";
import { journalOf } from "./fake-journal.ts";
import { healthDetailed, services, statistics } from "./fake-operations.ts";
import { diff, validate } from "./fake-shop.ts";

/** What a test holds in its hand. */
export interface FakeEngine {
  readonly url: string;
  readonly book: FakeBook;
  /** Begins again with a fresh book and cuts every stream. */
  reset(): FakeBook;
  close(): Promise<void>;
}

/** Begins to listen; port 0 takes a free one. */
export async function startFakeEngine(port = 0): Promise<FakeEngine> {
  let book = new FakeBook();
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? "/", "http://fake");
      const call = {
        method: request.method ?? "GET",
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body,
        response,
      };
      if (!answer(call, book)) problem(response, 404, "ROUTE_NOT_FOUND", `${call.path} is not a route.`);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get book() {
      return book;
    },
    reset() {
      book.cutStreams();
      book = new FakeBook();
      return book;
    },
    close: () => closeServer(server),
  };
}

function answer(call: Call, book: FakeBook): boolean {
  const [noun, ...rest] = call.path.replace(/^\/api\/v1\//, "").split("/");
  if (call.path === "/health/detailed") return json(call.response, 200, { ...healthDetailed(), services: book.services });
  if (noun === "sagas") return sagaRoutes(call, book, rest);
  if (noun === "stream") return book.follow(call.response);
  if (noun === "definitions") return definitionRoutes(call, rest);
  if (noun === "statistics") return json(call.response, 200, statistics(book.counts()));
  if (noun === "audit")
    return json(call.response, 200, { items: book.commands.map((command) => auditItem(command, book)).slice(0, 20), nextCursor: null });
  if (noun === "services" && rest.length === 0) return json(call.response, 200, { items: services() });
  if (noun === "services" && rest[1] === "breaker") return json(call.response, 200, book.setBreaker(rest[0] ?? "", JSON.parse(call.body)));

  return false;
}

function sagaRoutes(call: Call, book: FakeBook, rest: readonly string[]): boolean {
  const [id, part, tail] = rest;
  if (id === undefined) return json(call.response, 200, book.list(call.query));

  const saga = book.sagas.get(id);
  if (saga === undefined) return problem(call.response, 404, "SAGA_NOT_FOUND", `No saga has the id "${id}".`);
  if (part === undefined) return json(call.response, 200, saga, { etag: `"${saga.revision}"` });
  if (part === "graph") return json(call.response, 200, ORDER_GRAPH);
  if (part === "journal") return json(call.response, 200, { items: journalOf(saga), nextCursor: null });
  if (part === "explain") return json(call.response, 200, explain(saga));
  if (part === "stream") return book.follow(call.response, id);

  return part === "commands" && commandRoutes(call, book, saga, tail);
}

function definitionRoutes(call: Call, rest: readonly string[]): boolean {
  const [namespace, name, part, version] = rest;
  if (namespace === undefined) return json(call.response, 200, { items: DEFINITIONS, nextCursor: null });
  if (namespace === "validate") return json(call.response, 200, validate(call.body));
  const newest = DEFINITIONS.find((item) => item.name === name)?.version;
  const missing = (): boolean => problem(call.response, 404, "DEFINITION_NOT_FOUND", `There is no "${namespace}/${name}" like this.`);
  if (name === undefined || newest === undefined) return missing();
  if (part === "versions" && version === undefined) {
    const items = [newest, ...(name === "order" ? ["2.0.3"] : [])].flatMap((each) => definitionView(name, each) ?? []);
    return json(call.response, 200, { items, nextCursor: null });
  }

  const found =
    part === "diff" ? diff(name, call.query.get("from") ?? "", call.query.get("to") ?? "") : definitionView(name, version ?? newest);
  return found === null ? missing() : json(call.response, 200, found);
}

function explain(saga: SagaView) {
  const step = saga.attention?.state ?? saga.current[0] ?? null;
  const sentence =
    saga.status === "suspended"
      ? `The ${saga.attention?.reason === "undo_failed" ? "undo" : "call"} of "${step}" gave up after all its attempts. Only a person can move this saga: retry it, or say it was done by hand.`
      : `This saga is ${saga.status}${step === null ? "" : ` at "${step}"`}.`;
  return {
    sentence,
    movers: saga.status === "running" ? [{ kind: "call", state: step, text: `the answer of "${step}"`, dueAt: null }] : [],
    commands: saga.allowedCommands,
  };
}

function auditItem(command: CommandView, book: FakeBook): AuditItem {
  const saga = book.sagas.get(command.sagaId);
  const { commandId, sagaId, type, actor, reason, ticket, state, result, at } = command;
  return { commandId, sagaId, type, actor, reason, ticket, state, result, at, definition: saga?.definition ?? "", key: saga?.key ?? null };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const engine = await startFakeEngine(Number(process.env.PORT ?? 8088));
  process.stdout.write(`fake engine on ${engine.url}\n`);
}
