import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StoredDefinition } from "../../src/ports/definitions.ts";
import type { PostgresStore } from "../../src/runtime/postgres/create-postgres-store.ts";
import { aDefinition, aTask } from "../../src/testing/sagas.ts";
import { aStoreHouse, type StoreHouse } from "./open-store.ts";

type Upload = Omit<StoredDefinition, "createdAt" | "state">;

/** An upload of a saga; the description makes two of one version differ. */
function anUpload(version: string, fields: Partial<Upload> = {}): Upload {
  const compiled = aDefinition("order", [aTask("reserve", "done")], { version, title: fields.title ?? null });
  return {
    namespace: "test",
    name: "order",
    version,
    kind: "saga",
    hash: compiled.hash,
    title: null,
    source: "text: as uploaded # ü",
    canonical: "{}",
    compiled,
    service: null,
    ...fields,
  };
}

describe("stored definitions", () => {
  let house: StoreHouse;
  let postgres: PostgresStore;

  beforeEach(async () => {
    house = await aStoreHouse();
    postgres = await house.open();
  });
  afterEach(() => house.close());

  test("come back as they were uploaded", async () => {
    const upload = anUpload("1.0.0");

    const saved = await postgres.definitionStore.save(upload);

    expect(saved).toMatchObject({ kind: "created", definition: { ...upload, state: "active" } });
    expect(await postgres.definitionStore.find("saga", "test", "order", "1.0.0")).toEqual(saved.definition);
    expect(await postgres.definitionStore.byHash(upload.hash)).toEqual(upload.compiled);
  });

  test("of the same content exist, of other content conflict", async () => {
    await postgres.definitionStore.save(anUpload("1.0.0"));

    const same = await postgres.definitionStore.save(anUpload("1.0.0"));
    const other = await postgres.definitionStore.save(anUpload("1.0.0", { title: "Another", hash: "sha256:other" }));

    expect(same.kind).toBe("exists");
    expect(other.kind).toBe("conflict");
    expect(other.definition.hash).toBe(same.definition.hash);
  });

  test("that many upload at once are created once", async () => {
    const saved = await Promise.all(Array.from({ length: 8 }, () => postgres.definitionStore.save(anUpload("1.0.0"))));

    expect(saved.filter(({ kind }) => kind === "created")).toHaveLength(1);
    expect(saved.filter(({ kind }) => kind === "exists")).toHaveLength(7);
  });

  test("are found in their highest active version that is no pre-release", async () => {
    for (const version of ["1.9.0", "1.10.0", "2.0.0-rc.1", "1.10.1"]) await postgres.definitionStore.save(anUpload(version));
    await postgres.definitionStore.setState("test", "order", "1.10.1", "disabled");

    const latest = await postgres.definitionStore.find("saga", "test", "order", null);
    const versions = await postgres.definitionStore.versions("test", "order", "saga");

    expect(latest?.version).toBe("1.10.0");
    expect(versions.map(({ version }) => version)).toEqual(["2.0.0-rc.1", "1.10.1", "1.10.0", "1.9.0"]);
    expect(versions.map(({ state }) => state)).toEqual(["active", "disabled", "active", "active"]);
  });

  test("list the newest version of every document", async () => {
    await postgres.definitionStore.save(anUpload("1.0.0"));
    await postgres.definitionStore.save(anUpload("1.1.0"));
    await postgres.definitionStore.save(anUpload("1.0.0", { name: "return", hash: "sha256:return" }));

    const listed = await postgres.definitionStore.list("saga");

    expect(listed.map(({ name, version }) => `${name} ${version}`)).toEqual(["order 1.1.0", "return 1.0.0"]);
    expect(await postgres.definitionStore.list("service")).toEqual([]);
  });

  test("that nobody uploaded are null", async () => {
    expect(await postgres.definitionStore.find("saga", "test", "order", null)).toBeNull();
    expect(await postgres.definitionStore.byHash("sha256:none")).toBeNull();
    expect(await postgres.definitionStore.setState("test", "order", "1.0.0", "disabled")).toBe(false);
  });

  test("keep what a person set for a breaker until it is taken back", async () => {
    await postgres.definitionStore.setBreakerOverride("shop/payment", { state: "open", reason: "maintenance" });
    const held = await postgres.definitionStore.breakerOverrides();

    await postgres.definitionStore.setBreakerOverride("shop/payment", null);

    expect(held).toEqual({ "shop/payment": { state: "open", reason: "maintenance" } });
    expect(await postgres.definitionStore.breakerOverrides()).toEqual({});
  });

  test("keep live values set for a service over a restart, beside what was set for its breaker", async () => {
    const values = { baseUrl: "http://payment.test", concurrency: 7, rateLimit: { limit: 5, perMs: 1000 } };
    await postgres.definitionStore.setBreakerOverride("shop/payment", { state: "open", reason: "maintenance" });
    await postgres.definitionStore.setLiveValues("shop/payment", values);
    await postgres.close(1000);

    const { definitionStore } = await house.open();
    const kept = await definitionStore.liveValues();
    await definitionStore.setLiveValues("shop/payment", {});

    expect(kept).toEqual({ "shop/payment": values });
    expect(await definitionStore.liveValues()).toEqual({});
    expect(await definitionStore.breakerOverrides()).toEqual({ "shop/payment": { state: "open", reason: "maintenance" } });
  });
});
