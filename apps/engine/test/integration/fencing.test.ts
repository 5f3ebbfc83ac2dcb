import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aStoreHouse, define, type StoreHouse } from "./open-store.ts";
import { query } from "./rows.ts";
import { anAuthor, ORDER, RESERVED } from "./saga-units.ts";

const WAIT = { timeout: 8_000, interval: 20 };

describe("replicas on one database", () => {
  let house: StoreHouse;
  const endLease = (name: string) =>
    query(house.database.url, "update replica set lease_until = now() - interval '1 second' where name = $1", [name]);

  beforeEach(async () => {
    house = await aStoreHouse();
  });
  afterEach(() => house.close());

  test("a replica whose lease was over cannot commit, and comes back as standby", async () => {
    const slow = await house.open({ replicaName: "slow" });
    await define(slow, ORDER);
    const author = anAuthor();
    await slow.store.submit(author.start());
    const other = await house.open({ replicaName: "other" });
    const losses: string[] = [];
    slow.onFenced((reason) => void losses.push(reason));

    await endLease("slow");
    await vi.waitFor(() => expect(other.state()).toBe("active"), WAIT);
    const outcome = await slow.store.submit(author.next(RESERVED));

    expect(outcome).toEqual({ kind: "fenced" });
    await vi.waitFor(() => expect(slow.state()).toBe("standby"), WAIT);
    expect(losses).toEqual(["expired"]);
  });

  test("the replica that takes over goes on with the sagas of the one before", async () => {
    const slow = await house.open({ replicaName: "slow" });
    await define(slow, ORDER);
    const author = anAuthor();
    await slow.store.submit(author.start());
    const other = await house.open({ replicaName: "other" });
    const taken: number[] = [];
    other.onShards((shards) => void taken.push(...shards));

    await endLease("slow");
    await vi.waitFor(() => expect(other.state()).toBe("active"), WAIT);

    expect(taken).toHaveLength(64);
    expect((await other.store.hotSagas(null, 10)).map(({ saga }) => saga.id)).toEqual([author.known.saga.id]);
    expect(await other.store.submit(author.next(RESERVED))).toEqual({ kind: "committed" });
  });

  test("a standby commits nothing and resumes nothing", async () => {
    const active = await house.open({ replicaName: "active" });
    await define(active, ORDER);
    await active.store.submit(anAuthor().start());

    const standby = await house.open({ replicaName: "standby" });

    expect(standby.state()).toBe("standby");
    expect(await standby.store.submit(anAuthor().start())).toEqual({ kind: "unavailable" });
    expect(await standby.store.hotSagas(null, 10)).toEqual([]);
    expect((await standby.progress.check()).ready).toBe(false);
  });

  test("the newer holder of a name fences the older, which never comes back", async () => {
    const older = await house.open();
    await define(older, ORDER);
    const losses: string[] = [];
    older.onFenced((reason) => void losses.push(reason));

    const newer = await house.open();
    const outcome = await older.store.submit(anAuthor().start());

    expect(outcome).toEqual({ kind: "fenced" });
    await vi.waitFor(() => expect(older.state()).toBe("replaced"), WAIT);
    expect(losses).toEqual(["replaced"]);
    expect(await newer.store.submit(anAuthor().start())).toEqual({ kind: "committed" });
  });

  test("a replica that has nothing to commit notices by its heartbeat that it was replaced", async () => {
    const older = await house.open();

    await house.open();

    await vi.waitFor(() => expect(older.state()).toBe("replaced"), WAIT);
  });

  test("a replica that leaves in order hands its shards over at once", async () => {
    const first = await house.open({ replicaName: "first" });
    const second = await house.open({ replicaName: "second" });

    await first.close(1_000);

    await vi.waitFor(() => expect(second.state()).toBe("active"), { timeout: 3_000, interval: 20 });
  });

  test("fence numbers rise from replica to replica", async () => {
    const first = await house.open({ replicaName: "first" });
    const { id } = anAuthor().known.saga;
    const before = first.store.nextFence(id);
    await first.close(1_000);

    const second = await house.open({ replicaName: "second" });

    expect(second.store.nextFence(id)).toBeGreaterThan(before);
  });

  test("units that wait while the replica is fenced are all told so", async () => {
    const older = await house.open();
    await define(older, ORDER);
    await house.open();

    const outcomes = await Promise.all(Array.from({ length: 40 }, () => older.store.submit(anAuthor().start())));

    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["fenced"]));
    expect(older.store.backlog().units).toBe(0);
  });

  test("the engine's clock learns how far it is from the database's", async () => {
    const offsets: number[] = [];

    await house.open({ onClockOffset: (offsetMs) => void offsets.push(offsetMs) });

    expect(Math.abs(offsets[0] ?? Number.NaN)).toBeLessThan(1_000);
  });
});
