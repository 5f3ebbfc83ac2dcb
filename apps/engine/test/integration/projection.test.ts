import type { SagaSummary } from "@skald/shared";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SagaCursor, SagaFilter } from "../../src/ports/projection.ts";
import type { PostgresStore } from "../../src/runtime/postgres/create-postgres-store.ts";
import { aCommand, aHostCommand } from "../../src/testing/commands.ts";
import { aDefinition, aTask } from "../../src/testing/sagas.ts";
import { aStoreHouse, define, type StoreHouse } from "./open-store.ts";
import { anAuthor, ORDER, withRow, withSaga } from "./saga-units.ts";

const OTHER = aDefinition("return", [aTask("collect", "done")], { version: "2.0.0", namespace: "other" });
const MINUTE_MS = 60_000;

interface Told {
  readonly key: string;
  readonly status?: "running" | "completed" | "compensated" | "suspended" | "waiting";
  readonly other?: boolean;
}

/** a is the oldest; one minute lies between two of them. */
const SAGAS: readonly Told[] = [
  { key: "a-1" },
  { key: "a-2", status: "completed" },
  { key: "b-1", status: "compensated" },
  { key: "b-2", status: "suspended" },
  { key: "c-1", status: "waiting", other: true },
  { key: "c-2", status: "completed", other: true },
];

describe("lists of sagas", () => {
  let house: StoreHouse;
  let postgres: PostgresStore;
  const ids = new Map<string, string>();
  const beganAtMs = Date.now() - SAGAS.length * MINUTE_MS;

  const keys = async (filter: Partial<SagaFilter>, limit = 10): Promise<readonly (string | null)[]> =>
    (await postgres.projection.list({ order: "newest", ...filter }, null, limit)).map(({ key }) => key);

  beforeAll(async () => {
    house = await aStoreHouse();
    postgres = await house.open();
    await define(postgres, ORDER);
    await define(postgres, OTHER);
    for (const [index, told] of SAGAS.entries()) ids.set(told.key, await write(postgres, told, beganAtMs + index * MINUTE_MS));
  });
  afterAll(() => house.close());

  test("are newest first, over all namespaces", async () => {
    expect(await keys({})).toEqual(["c-2", "c-1", "b-2", "b-1", "a-2", "a-1"]);
  });

  test("are oldest first when asked", async () => {
    expect(await keys({ order: "oldest" })).toEqual(["a-1", "a-2", "b-1", "b-2", "c-1", "c-2"]);
  });

  test.each<[string, Partial<SagaFilter>, readonly string[]]>([
    ["namespace", { namespace: "other" }, ["c-2", "c-1"]],
    ["name", { name: "order" }, ["b-2", "b-1", "a-2", "a-1"]],
    ["version", { version: "2.0.0" }, ["c-2", "c-1"]],
    ["an unknown name", { name: "nothing" }, []],
    ["status", { status: ["completed"] }, ["c-2", "a-2"]],
    ["statuses", { status: ["completed", "suspended"] }, ["c-2", "b-2", "a-2"]],
    ["status, oldest first", { status: ["completed"], order: "oldest" }, ["a-2", "c-2"]],
    ["phase", { phase: "compensating" }, ["b-1"]],
    ["attention of any reason", { attention: "any" }, ["b-2"]],
    ["attention of a reason", { attention: "undo_failed" }, ["b-2"]],
    ["attention of another reason", { attention: "poisoned" }, []],
    ["no attention", { attention: "none" }, ["c-2", "c-1", "b-1", "a-2", "a-1"]],
    ["key", { key: "b-1" }, ["b-1"]],
    ["key and status that do not meet", { key: "b-1", status: ["running"] }, []],
    ["label", { label: { name: "colour", value: "b" } }, ["b-2", "b-1"]],
    ["state", { state: "collect" }, ["c-2", "c-1"]],
    ["failed state", { failedState: "pay" }, ["b-2", "b-1"]],
    ["cause", { cause: "CardRefused" }, ["b-2", "b-1"]],
    ["started after", { startedAfter: new Date(beganAtMs + 4 * MINUTE_MS).toISOString() }, ["c-2", "c-1"]],
    ["started before", { startedBefore: new Date(beganAtMs + MINUTE_MS).toISOString() }, ["a-1"]],
    ["attempts", { attemptsMin: 3 }, ["b-2"]],
    ["the beginning of a key", { q: "b-" }, ["b-2", "b-1"]],
    ["the beginning of a key, oldest first", { q: "b-", order: "oldest" }, ["b-1", "b-2"]],
    ["an error type", { q: "CardRefused" }, ["b-2", "b-1"]],
    ["a part of a key", { q: "-1" }, []],
    ["a search and a key", { q: "b", key: "b-1" }, ["b-1"]],
    ["a search and another key", { q: "a", key: "b-1" }, []],
  ])("are filtered by %s", async (_, filter, expected) => {
    const found = await keys(filter);
    const counted = await postgres.projection.count({ order: "newest", ...filter });

    expect(found).toEqual(expected);
    expect(counted).toBe(expected.length);
  });

  test("are searched by id and by its beginning", async () => {
    const id = ids.get("b-1") ?? "";

    expect(await keys({ q: id })).toEqual(["b-1"]);
    expect(await keys({ q: id.slice(0, 18).toUpperCase() })).toContain("b-1");
  });

  test.each<[string, Partial<SagaFilter>]>([
    ["newest first", {}],
    ["oldest first", { order: "oldest" }],
    ["by status", { status: ["completed", "running", "waiting", "compensated", "suspended"] }],
    ["searched", { q: "0" }],
  ])("are paged without gap or overlap, %s", async (_, more) => {
    const filter: SagaFilter = { order: "newest", ...more };
    const whole = await postgres.projection.list(filter, null, 10);

    const paged: string[] = [];
    let after: SagaCursor | null = null;
    do {
      const page: readonly SagaSummary[] = await postgres.projection.list(filter, after, 2);
      paged.push(...page.map(({ id }) => id));
      after = page.at(-1) ?? null;
    } while (after !== null);

    expect(paged).toEqual(whole.map(({ id }) => id));
    expect(whole).toHaveLength(6);
  });

  test("are counted exactly", async () => {
    expect(await postgres.projection.count({ order: "newest" })).toBe(6);
    expect(await postgres.projection.count({ order: "newest", status: ["completed"] })).toBe(2);
  });

  test("say what a saga is about", async () => {
    const [summary] = await postgres.projection.list({ order: "newest", key: "b-2" }, null, 1);

    expect(summary).toMatchObject({
      id: ids.get("b-2"),
      namespace: "test",
      definition: "test/order",
      version: "1.0.0",
      hash: ORDER.hash,
      labels: { colour: "b" },
      status: "suspended",
      attention: { reason: "undo_failed", state: "pay", since: "2026-11-01T08:00:00.000Z" },
      attemptsMax: 3,
      progress: { percent: 50, completedSteps: 1, totalSteps: 3, undone: 0, toUndo: 1 },
      startedAt: new Date(beganAtMs + 3 * MINUTE_MS).toISOString(),
      endedAt: null,
    });
  });

  test("count what is live by definition", async () => {
    expect(await postgres.projection.runningByDefinition()).toEqual({ "test/order": 2, "other/return": 1 });
  });

  test("add up to statistics", async () => {
    const statistics = await postgres.projection.statistics(60 * MINUTE_MS);

    expect(statistics).toMatchObject({
      windowMs: 60 * MINUTE_MS,
      byStatus: {
        running: 1,
        waiting: 1,
        suspended: 1,
        paused: 0,
        compensating: 0,
        completed: 2,
        compensated: 1,
        failed: 0,
        terminated: 0,
      },
      started: 6,
      ended: 3,
      endedPerMinute: 0.05,
      successRate: 2 / 3,
      compensationRate: 1 / 3,
      durationMs: { p50: 2_000, p99: expect.any(Number), mean: 2_000 },
      hotSpots: [{ definition: "test/order", state: "pay", type: "CardRefused", count: 2, firstSeen: expect.any(String) }],
    });
    expect(statistics.series).toHaveLength(60);
    expect(statistics.series.reduce((sum, { completed }) => sum + completed, 0)).toBe(2);
    expect(statistics.definitions.find(({ definition }) => definition === "other/return")).toMatchObject({
      running: 1,
      ended: 1,
      successRate: 1,
    });
  });

  test("outside the window are not in the statistics", async () => {
    const statistics = await postgres.projection.statistics(1_000);

    expect(statistics).toMatchObject({ started: 0, ended: 0, successRate: null, durationMs: { p50: null, mean: null } });
  });
});

async function write(postgres: PostgresStore, { key, status = "running", other = false }: Told, startedAtMs: number): Promise<string> {
  const author = anAuthor(startedAtMs, other ? OTHER : ORDER);
  const hasEnded = status === "completed" || status === "compensated";
  const hasFailed = key.startsWith("b");
  const unit = withRow(withSaga(author.start(), { key, labels: { colour: key.charAt(0) } }), {
    status,
    movers: hasEnded ? [] : ["person"],
    current: [other ? "collect" : "reserve"],
    phase: status === "compensated" ? "compensating" : "forward",
    attention: status === "suspended" ? { reason: "undo_failed", state: "pay", since: "2026-11-01T08:00:00.000Z" } : null,
    attemptsMax: status === "suspended" ? 3 : 1,
    errorType: hasFailed ? "CardRefused" : null,
    failedState: hasFailed ? "pay" : null,
    endedAt: hasEnded ? new Date(startedAtMs + 2_000).toISOString() : null,
    progress: { percent: 50, completedSteps: 1, totalSteps: 3, undone: 0, toUndo: 1 },
  });
  await postgres.store.submit(unit);
  return unit.sagaId;
}

describe("the audit", () => {
  test("says who commanded what, why, and what came of it", async () => {
    const house = await aStoreHouse();
    const postgres = await house.open();
    await define(postgres, ORDER);
    const author = anAuthor();
    await postgres.store.submit(author.start());
    const pause = aCommand("pause", { reason: "looks odd", ticket: "T-1", evidence: "seen" });
    const commandId = pause.commandId;

    await postgres.store.submit(author.command(aHostCommand(pause, "key")));

    const sagaId = author.known.saga.id;
    const [view] = await postgres.projection.commands(sagaId);
    const [audit] = await postgres.projection.audit(null, 10);
    expect(view).toMatchObject({
      commandId,
      sagaId,
      type: "pause",
      state: "applied",
      arguments: { evidence: "seen" },
      actor: "ada",
      reason: "looks odd",
      ticket: "T-1",
    });
    expect(await postgres.projection.command(sagaId, commandId)).toEqual(view);
    expect(await postgres.projection.commandByKey(sagaId, "key")).toEqual(view);
    expect(await postgres.projection.commandByKey(sagaId, "another")).toBeNull();
    expect(audit).toMatchObject({ commandId, sagaId, definition: "test/order", key: "K-1", state: "applied" });
    expect(await postgres.projection.audit(commandId, 10)).toEqual([]);
    await house.close();
  });
});
