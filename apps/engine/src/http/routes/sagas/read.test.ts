import { createHash } from "node:crypto";
import { MASK } from "@skald/kernel";
import {
  type BatchView,
  canonicalJson,
  type ExplainView,
  type JournalPage,
  type SagaGraphView,
  type SagaList,
  type SagaView,
} from "@skald/shared";
import { describe, expect, test } from "vitest";
import { aStart } from "../../../testing/host-world.ts";
import { aDefinition, anOrder, aTask, aWait } from "../../../testing/sagas.ts";
import { REFUSED } from "../../../testing/scripted-gateway.ts";
import { createMemoryDefinitions } from "../../testing/memory-definitions.ts";
import { type OpenDoor, openDoor } from "../../testing/open-door.ts";

const idsOf = ({ items }: SagaList): readonly string[] => items.map(({ id }) => id);

async function fiveSagas(): Promise<{ readonly door: OpenDoor; readonly ids: readonly string[] }> {
  const door = await openDoor();
  const ids: string[] = [];
  for (const colour of ["red", "blue", "red", "blue", "red"]) {
    const { id } = await door.start({ key: `K-${ids.length}`, labels: { colour } });
    ids.push(id);
    await door.pass(10);
  }

  return { door, ids };
}

describe("GET /sagas/{id}", () => {
  test("an unchanged saga is 304", async () => {
    const door = await openDoor();
    const { id } = await door.start();
    await door.pass();
    const { headers } = await door.get(`/api/v1/sagas/${id}`);

    const again = await door.get(`/api/v1/sagas/${id}`, { "if-none-match": headers["etag"] ?? "" });
    const other = await door.get(`/api/v1/sagas/${id}`, { "if-none-match": '"1"' });

    expect([again.statusCode, again.body]).toEqual([304, ""]);
    expect(other.statusCode).toBe(200);
  });

  test("a saga whose journal is broken is shown as it last was, poisoned", async () => {
    const door = await openDoor();
    door.gateway.hang({ state: "pay" });
    const { id } = await door.start();
    await door.pass();
    const entries = door.store.tables.journals.get(id) ?? [];
    const revision = door.store.tables.sagas.get(id)?.revision ?? 0;
    door.store.tables.journals.set(
      id,
      entries.map((entry) => (entry.seq === revision + 1 ? { ...entry, data: "{}" } : entry)),
    );

    const view = await door.saga(id);

    expect(view).toMatchObject({ status: "suspended", attention: { reason: "poisoned" }, revision });
  });

  test("a saga whose definition is gone is shown without its chart and with nothing of its input", async () => {
    const order = anOrder();
    const door = await openDoor(order, { edge: { definitions: createMemoryDefinitions() } });
    const started = await door.host.start(aStart(order));

    const view = await door.saga(started.kind === "started" ? started.sagaId : "");

    expect(view).toMatchObject({ definition: "test/order", steps: [], input: MASK });
  });

  test("the journal is paged without a gap, and anybody can check its chain", async () => {
    const door = await openDoor();
    const { id } = await door.start();
    await door.pass();

    const entries: JournalPage["items"] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `&cursor=${cursor}`;
      const page: JournalPage = (await door.get(`/api/v1/sagas/${id}/journal?limit=2${query}`)).json<JournalPage>();
      entries.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);

    const hashes = entries.map(({ seq, at, type, data }, index) =>
      createHash("sha256")
        .update(`${entries[index - 1]?.hash ?? "0".repeat(64)}\n${canonicalJson({ seq, at, type, data: data as null })}`)
        .digest("hex"),
    );
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.map(({ hash }) => hash)).toEqual(hashes);
  });

  test("a masked journal shows nothing sensitive, wherever it travelled", async () => {
    const door = await openDoor({ ...anOrder(), sensitiveInput: ["/item"] });
    const { id } = await door.start({ input: { item: "a secret lamp" } });
    await door.pass();

    const plain = await door.get(`/api/v1/sagas/${id}/journal`);
    const masked = await door.get(`/api/v1/sagas/${id}/journal?masked=true`);

    expect(plain.body).toContain("a secret lamp");
    expect(masked.body).not.toContain("a secret lamp");
    expect(masked.json<JournalPage>().items).toHaveLength(plain.json<JournalPage>().items.length);
  });

  test("the cursor of one journal does not fit another", async () => {
    const door = await openDoor();
    const [first, second] = [await door.start(), await door.start()];
    await door.pass();
    const { nextCursor } = (await door.get(`/api/v1/sagas/${first.id}/journal?limit=1`)).json<JournalPage>();

    const answer = await door.get(`/api/v1/sagas/${second.id}/journal?cursor=${nextCursor}`);

    expect(answer.json()).toMatchObject({ code: "CURSOR_INVALID" });
  });

  test("a saga is shown as it was at each entry", async () => {
    const door = await openDoor();
    const { id } = await door.start();
    await door.pass();

    const first = (await door.get(`/api/v1/sagas/${id}/at/1`)).json<SagaView>();
    const beyond = await door.get(`/api/v1/sagas/${id}/at/999`);

    expect(first).toMatchObject({ revision: 1, status: "running", current: ["reserve"] });
    expect(beyond.json()).toMatchObject({ code: "SAGA_NOT_FOUND" });
  });

  test("a saga is shown in the middle of a decision, too", async () => {
    const door = await openDoor(aDefinition("order", [aWait("rest", 60_000, "pay"), aTask("pay", "done")]));
    const { id } = await door.start();
    await door.pass(70_000);
    const { revision } = await door.saga(id);

    const answers = await Promise.all(Array.from({ length: revision }, (_, index) => door.get(`/api/v1/sagas/${id}/at/${index + 1}`)));

    expect(answers.map((answer) => answer.json<SagaView>().revision)).toEqual(answers.map((_, index) => index + 1));
  });

  test("the chart comes with the live state of every step", async () => {
    const door = await openDoor();
    door.gateway.hang({ state: "pay" });
    const { id } = await door.start();
    await door.pass();

    const graph = (await door.get(`/api/v1/sagas/${id}/graph`)).json<SagaGraphView>();

    expect(graph).toMatchObject({ start: "reserve", sagaId: id, status: "running", current: ["pay"] });
    expect(graph.steps.map(({ state, status }) => [state, status])).toEqual([
      ["reserve", "succeeded"],
      ["pay", "running"],
      ["ship", "pending"],
    ]);
  });

  test("it is explained why a saga is where it is", async () => {
    const door = await openDoor();
    door.gateway.hang({ state: "pay" });
    const { id } = await door.start();
    await door.pass();

    const view = (await door.get(`/api/v1/sagas/${id}/explain`)).json<ExplainView>();

    expect(view).toMatchObject({ sentence: expect.stringContaining('"pay"'), movers: [{ kind: "call", state: "pay" }] });
  });
});

describe("GET /sagas", () => {
  test("pages hold every saga once, the newest first, or the oldest", async () => {
    const { door, ids } = await fiveSagas();

    const first = (await door.get("/api/v1/sagas?limit=3")).json<SagaList>();
    const second = (await door.get(`/api/v1/sagas?limit=3&cursor=${first.nextCursor}`)).json<SagaList>();
    const oldest = (await door.get("/api/v1/sagas?order=oldest")).json<SagaList>();

    expect([...idsOf(first), ...idsOf(second)]).toEqual(ids.toReversed());
    expect(second.nextCursor).toBeNull();
    expect(idsOf(oldest)).toEqual(ids);
  });

  test("a cursor does not fit other filters", async () => {
    const { door } = await fiveSagas();
    const { nextCursor } = (await door.get("/api/v1/sagas?limit=1")).json<SagaList>();

    const answer = await door.get(`/api/v1/sagas?limit=1&status=completed&cursor=${nextCursor}`);

    expect(answer.json()).toMatchObject({ code: "CURSOR_INVALID" });
  });

  test.each([
    ["label.colour=blue", [1, 3]],
    ["key=K-2", [2]],
    ["q=K-", [0, 1, 2, 3, 4]],
    ["definition=test/order&label.colour=red", [0, 2, 4]],
    ["definition=test/parcel", []],
    ["status=completed,failed", [0, 1, 2, 3, 4]],
    ["status=running&status=failed", []],
    ["phase=compensating", []],
  ])("%s finds what it says", async (query, places) => {
    const { door, ids } = await fiveSagas();

    const list = (await door.get(`/api/v1/sagas?order=oldest&${query}`)).json<SagaList>();

    expect(idsOf(list)).toEqual(places.map((place) => ids[place]));
  });

  test("every other filter reaches the projection under its name", async () => {
    const seen: unknown[] = [];
    const list = async (...given: unknown[]): Promise<readonly never[]> => {
      seen.push(given);
      return [];
    };
    const projection = { list } as never;
    const door = await openDoor(anOrder(), { edge: { projection } });
    const query =
      "namespace=shop&version=1.0.0&attention=any&state=pay&failedState=ship&cause=Lost&startedAfter=2026-11-01T00:00:00Z&startedBefore=2026-11-02T00:00:00Z&attempts>=3";

    await door.get(`/api/v1/sagas?limit=10&${query}`);

    const filter = {
      namespace: "shop",
      version: "1.0.0",
      attention: "any",
      state: "pay",
      failedState: "ship",
      cause: "Lost",
      startedAfter: "2026-11-01T00:00:00Z",
      startedBefore: "2026-11-02T00:00:00Z",
      attemptsMin: 3,
      order: "newest",
    };
    expect(seen).toEqual([[filter, null, 11]]);
  });

  test.each([
    "status=done",
    "limit=0",
    "limit=501",
    "colour=red",
    "startedAfter=yesterday",
    "key=a%00b",
    "label.a=1&label.b=2",
    "attempts>=x",
  ])("%s is refused", async (query) => {
    const door = await openDoor();

    const answer = await door.get(`/api/v1/sagas?${query}`);

    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: "REQUEST_INVALID" });
  });
});

describe("POST /sagas/batch", () => {
  test("each item is answered as it would have been alone", async () => {
    const door = await openDoor();
    const items = [{ definition: "test/order", input: { item: "lamp" } }, { definition: "test/parcel" }];

    const answer = await door.post("/api/v1/sagas/batch", { items });

    expect(answer.statusCode).toBe(200);
    expect(answer.json<BatchView>().items).toMatchObject([
      { status: 201, saga: { definition: "test/order" } },
      { status: 404, problem: { code: "DEFINITION_NOT_FOUND" } },
    ]);
  });

  test("a batch that comes again with its key starts nothing twice", async () => {
    const door = await openDoor();
    const items = Array.from({ length: 20 }, (_, place) => ({ definition: "test/order", input: { item: `lamp ${place}` } }));

    await door.post("/api/v1/sagas/batch", { items }, { "idempotency-key": "b" });
    const again = await door.post("/api/v1/sagas/batch", { items }, { "idempotency-key": "b" });

    expect(again.json<BatchView>().items.every(({ status }) => status === 200)).toBe(true);
    expect(door.store.tables.sagas.size).toBe(20);
  });

  test("a thousand and one are too many", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/sagas/batch", { items: Array.from({ length: 1001 }, () => ({ definition: "test/order" })) });

    expect(answer.json()).toMatchObject({ code: "REQUEST_INVALID", errors: [{ at: "/items" }] });
  });
});

describe("a saga that was undone", () => {
  test("says why, where, and what was undone", async () => {
    const door = await openDoor();
    door.gateway.answer({ state: "ship" }, REFUSED);
    const { id } = await door.start();
    await door.pass();

    const saga = await door.saga(id);

    expect(saga).toMatchObject({
      status: "compensated",
      cause: { state: "ship", index: 2, status: 422 },
      progress: { undone: 2, toUndo: 2 },
    });
    expect(saga.steps.map(({ undo }) => undo)).toEqual(["undone", "undone", "none"]);
  });
});
