import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PostgresStore } from "../../src/runtime/postgres/create-postgres-store.ts";
import { aCommand, aHostCommand } from "../../src/testing/commands.ts";
import { aStart, openStage, type Stage } from "../../src/testing/host-world.ts";
import { createManualClock } from "../../src/testing/manual-clock.ts";
import { createPendingWork } from "../../src/testing/pending-work.ts";
import { aDefinition, aTask, aWait } from "../../src/testing/sagas.ts";
import { aStoreHouse, define, type StoreHouse } from "./open-store.ts";
import { query } from "./rows.ts";

const ORDER = aDefinition("order", [aTask("reserve", "pay"), aTask("pay", "ship"), aTask("ship", "done")]);
const LATER = aDefinition("later", [aWait("rest", 60_000, "done")]);

/** What no trigger stops, because a disk or a careless hand does not ask triggers. */
const CORRUPTIONS = {
  "a changed entry":
    "update skald_history.journal set data = '{}' where (saga_id, seq) = (select id, revision + 1 from saga where id = $1)",
  "a missing entry": "delete from skald_history.journal where (saga_id, seq) = (select id, revision + 1 from saga where id = $1)",
  "a missing definition": "update saga set definition_hash = 'sha256:gone' where id = $1",
  "a broken snapshot": "update saga set snapshot = '{' where id = $1",
  "a snapshot of another shape": "update saga set snapshot = '{}' where id = $1",
  "a broken input": "update saga set input = '{' where id = $1",
} as const;

describe("a saga that cannot be read", () => {
  let house: StoreHouse;
  let postgres: PostgresStore;
  let stage: Stage;

  beforeEach(async () => {
    house = await aStoreHouse();
    postgres = await house.open();
    await define(postgres, ORDER);
    await define(postgres, LATER);
    stage = await aStage();
  });
  afterEach(() => house.close());

  async function aStage(): Promise<Stage> {
    const work = createPendingWork();
    const first = postgres;

    return openStage({
      clock: createManualClock(Date.now()),
      definitions: work.definitions(first.definitionStore),
      store: work.store(first.store),
      define: (definition) => define(first, definition),
      takeOver: async () => work.store((await house.open()).store),
      settle: () => work.settled(),
      passTime: async () => undefined,
      close: async () => undefined,
    });
  }

  async function start(definition = ORDER): Promise<string> {
    const outcome = await stage.host.start(aStart(definition));
    if (outcome.kind !== "started") throw new Error(`not started: ${outcome.kind}`);
    await stage.world.settle();
    return outcome.sagaId;
  }

  async function corrupt(sagaId: string, statement: string): Promise<void> {
    await query(house.database.url, "alter table skald_history.journal disable trigger journal_is_append_only");
    await query(house.database.url, statement, [sagaId]);
    await query(house.database.url, "alter table skald_history.journal enable trigger journal_is_append_only");
  }

  const rowOf = async (sagaId: string) =>
    (await query(house.database.url, "select status, attention, hot, movers from saga where id = $1", [sagaId]))[0];

  test.each(Object.entries(CORRUPTIONS))("because of %s is parked, and the others go on", async (_, statement) => {
    stage.gateway.hang({ state: "ship" });
    const [broken, sound] = [await start(), await start()];
    await corrupt(broken, statement);
    const journal = await query(house.database.url, "select * from skald_history.journal where saga_id = $1", [broken]);

    const next = await stage.restart();
    stage.gateway.release({});
    await next.world.settle();
    const ended = await next.run(sound);

    expect(ended.context.ended?.status).toBe("completed");
    expect(await rowOf(broken)).toEqual({ status: "suspended", attention: "poisoned", hot: true, movers: ["person"] });
    expect((await next.host.read(broken))?.saga.context.incidents[""]?.reason).toBe("poisoned");
    expect(await query(house.database.url, "select * from skald_history.journal where saga_id = $1", [broken])).toEqual(journal);
    expect(next.telemetry.counted("skald_sagas_unreadable_total")).toBe(1);
  });

  test("takes no command, and says why", async () => {
    const broken = await start(LATER);
    await corrupt(broken, CORRUPTIONS["a missing definition"]);

    const next = await stage.restart();
    const outcome = await next.host.command(broken, aHostCommand(aCommand("cancel")));
    await next.world.settle();

    expect(outcome).toMatchObject({ kind: "verdict", verdict: { kind: "refused", code: "COMMAND_NOT_ALLOWED" } });
    expect(await rowOf(broken)).toMatchObject({ status: "suspended", attention: "poisoned", hot: true });
  });

  test("is left alone by its timers, and does not make the engine look late", async () => {
    const broken = await start(LATER);
    await corrupt(broken, CORRUPTIONS["a missing definition"]);
    await query(house.database.url, "update timer set due_at = now() - interval '1 hour' where saga_id = $1", [broken]);
    const next = await stage.restart();
    await next.world.settle();

    await next.host.scan();

    expect(await postgres.store.dueTimers(10)).toEqual([]);
    expect(next.host.vitals()).toMatchObject({ dueAgeMs: 0, residents: 0 });
  });

  test("goes on after its rows were restored and the engine was started again", async () => {
    stage.gateway.hang({ state: "reserve" });
    const broken = await start();
    await corrupt(broken, CORRUPTIONS["a missing definition"]);
    const parked = await stage.restart();
    await parked.world.settle();

    await query(house.database.url, "update saga set definition_hash = $2 where id = $1", [broken, ORDER.hash]);
    const next = await parked.restart();
    stage.gateway.release({});
    const ended = await next.run(broken);

    expect(ended.context.ended?.status).toBe("completed");
    expect(await rowOf(broken)).toMatchObject({ status: "completed", attention: null, hot: false });
  });

  test("is not parked by a replica that was taken over", async () => {
    const broken = await start(LATER);
    await house.open();

    await expect(postgres.store.park(broken)).rejects.toThrow("may not write");

    expect(await rowOf(broken)).toMatchObject({ status: "waiting", attention: null });
  });
});
