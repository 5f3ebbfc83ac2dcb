import pg from "pg";
import { createManualClock } from "../../src/testing/manual-clock.ts";
import { createPendingWork } from "../../src/testing/pending-work.ts";
import { describeSagaHost } from "../../src/testing/saga-host.contract.ts";
import { aStoreHouse, define } from "./open-store.ts";

/** A database for each crash takes a while: a sample, the memory host takes every point. */
const CRASHES = { pointsMax: 6, timeoutMs: 240_000 };

const TIMERS_PASS = "update timer set due_at = due_at - $1::int * interval '1 millisecond'";
const DEADLINES_PASS = `
  update saga set deadline_at = deadline_at - $1::int * interval '1 millisecond'
   where deadline_at is not null and ended_at is null`;

async function aWorld() {
  const house = await aStoreHouse();
  const first = await house.open();
  const work = createPendingWork();
  const database = new pg.Client(house.database.url);
  await database.connect();
  // Ids are dated by the engine's clock, and partitions by ids: it begins at the real time.
  const clock = createManualClock(Date.now());

  return {
    clock,
    definitions: work.definitions(first.definitionStore),
    store: work.store(first.store),
    define: (definition: Parameters<typeof define>[1]) => define(first, definition),
    takeOver: async () => work.store((await house.open()).store),
    settle: () => work.settled(),
    // The database keeps the time: what is due is moved towards now, after the engine's clock, which dates what it writes.
    async passTime(ms: number) {
      clock.advance(ms);
      await work.settled();
      await database.query(TIMERS_PASS, [ms]);
      await database.query(DEADLINES_PASS, [ms]);
    },
    async close() {
      await database.end();
      await house.close();
    },
  };
}

describeSagaHost("PostgreSQL", aWorld, CRASHES);
