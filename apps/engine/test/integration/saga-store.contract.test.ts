import pg from "pg";
import { describeSagaStore } from "../../src/testing/saga-store.contract.ts";
import { aStoreHouse, define } from "./open-store.ts";

describeSagaStore("PostgreSQL", async () => {
  const house = await aStoreHouse();
  const first = await house.open();

  return {
    store: first.store,
    define: (definition) => define(first, definition),
    takeOver: async () => (await house.open()).store,
    // The database keeps the time: what is due is moved towards now instead.
    passTime: async (ms) => {
      const client = new pg.Client(house.database.url);
      await client.connect();
      await client.query(`update timer set due_at = due_at - $1::int * interval '1 millisecond'`, [ms]);
      await client.query(
        `update saga set deadline_at = deadline_at - $1::int * interval '1 millisecond' where deadline_at is not null and ended_at is null`,
        [ms],
      );
      await client.end();
    },
    close: () => house.close(),
  };
});
