import type { CompiledSaga } from "@skald/dsl";
import { entriesNeeded, fold, newSaga } from "@skald/kernel";
import { inject } from "vitest";
import "../../../../tools/postgres/provided-context.ts";
import { type FreshDatabase, freshDatabase } from "../../../../tools/postgres/fresh-database.ts";
import { createPostgresStore, type PostgresStore, type PostgresStoreOptions } from "../../src/runtime/postgres/create-postgres-store.ts";
import { createRecordedTelemetry } from "../../src/testing/recorded-telemetry.ts";
import { createSequentialIds } from "../../src/testing/sequential-ids.ts";
import { createRealClock } from "./real-clock.ts";

/** A database of its own, and every store that was opened on it. */
export interface StoreHouse {
  readonly database: FreshDatabase;
  open(options?: Partial<PostgresStoreOptions>): Promise<PostgresStore>;
  close(): Promise<void>;
}

const CLOSE_MS = 2_000;

/** An empty database on the shared server; `open` starts a store on it. */
export async function aStoreHouse(): Promise<StoreHouse> {
  const database = await freshDatabase(inject("databaseUrl"));
  const stores: PostgresStore[] = [];

  return {
    database,
    async open(options = {}) {
      const store = aPostgresStore(database.url, options);
      stores.push(store);
      await store.start();
      return store;
    },
    async close() {
      await Promise.all(stores.map((store) => store.close(CLOSE_MS)));
      await database.drop();
    },
  };
}

/** A store that has not started. */
export function aPostgresStore(databaseUrl: string, options: Partial<PostgresStoreOptions> = {}): PostgresStore {
  return createPostgresStore({
    databaseUrl,
    replicaName: "one",
    engineVersion: "0.0.0",
    clock: createRealClock(),
    ids: createSequentialIds(),
    telemetry: createRecordedTelemetry(),
    kernel: { newSaga, fold, entriesNeeded },
    ...options,
  });
}

/** Stores a compiled saga as an upload would. */
export async function define({ definitionStore }: PostgresStore, definition: CompiledSaga): Promise<void> {
  const { namespace, name, version, hash, title } = definition;
  await definitionStore.save({
    namespace,
    name,
    version,
    kind: "saga",
    hash,
    title,
    source: "",
    canonical: "{}",
    compiled: definition,
    service: null,
  });
}
