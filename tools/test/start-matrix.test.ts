// The matrix of ways to die, with the real database and stand-ins for engine and console.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { identify } from "../process-identity.mjs";
import { aHouse, eventually, type HouseUnderTest, isWell, nobody } from "./house-under-test.ts";

const houses: HouseUnderTest[] = [];
const folders: string[] = [];
const open = async (options?: Parameters<typeof aHouse>[0]): Promise<HouseUnderTest> => {
  const house = await aHouse(options);
  houses.push(house);

  return house;
};

const isReady = (house: HouseUnderTest): Promise<boolean> => isWell(house.enginePort, "/health/ready");

afterEach(async () => {
  for (const house of houses.splice(0)) await house.clear();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("a house that is told to stop", () => {
  test.for(["SIGINT", "SIGTERM"] as const)("stops in order on %s and leaves nothing running", async (signal) => {
    const house = await open();
    const launcher = house.start();
    await launcher.ready();
    const database = house.databasePid();

    launcher.process.kill(signal);
    const code = await launcher.ended();

    expect(code).toBe(0);
    expect(house.diary().slice(-2)).toEqual(["console stops, database there", "engine stops, database there"]);
    expect(identify(database)).toBeNull();
  });

  test("stops while it is still starting", async () => {
    const house = await open();
    const launcher = house.start();
    await eventually("the launcher speaks", () => launcher.output().includes("Starting Skald"));

    launcher.process.kill("SIGINT");
    const code = await launcher.ended();

    expect(code).toBe(0);
    expect(house.databasePid()).toBe(0);
  });

  test("keeps its data for the next start", async () => {
    const house = await open();
    const first = house.start();
    await first.ready();
    const password = readFileSync(join(house.data, "postgres", "password"), "utf8");
    first.process.kill("SIGINT");
    await first.ended();

    const second = house.start();
    await second.ready();

    expect(readFileSync(join(house.data, "postgres", "password"), "utf8")).toBe(password);
  });
});

describe("a second start", () => {
  test("says where the first is to be found, and ends with 0", async () => {
    const house = await open();
    await house.start().ready();

    const second = house.start();
    const code = await second.ended();

    expect(code).toBe(0);
    expect(second.output()).toContain(`http://127.0.0.1:${house.enginePort}`);
  });

  test("of two at the same moment one becomes the house", async () => {
    const house = await open();
    const [one, other] = [house.start(), house.start()];

    const code = await Promise.race([one.ended(), other.ended()]);

    expect(code).toBe(0);
    await eventually("one of them is ready", () => `${one.output()}${other.output()}`.includes("Skald is ready"));
  });

  test("is not fooled by a lock whose process id belongs to somebody else now", async () => {
    const house = await open();
    writeFileSync(join(house.data, "supervisor.lock"), JSON.stringify({ pid: process.pid, startedAt: "of another life" }));

    const launcher = house.start();
    await launcher.ready();

    expect(await isWell(house.enginePort)).toBe(true);
  });
});

describe("after kill -9", () => {
  test("of the engine it is started again, and the database stays", async () => {
    const house = await open();
    await house.start().ready();
    const [engine, database] = [house.pidOf("engine"), house.databasePid()];

    process.kill(engine, "SIGKILL");

    await eventually("a new engine answers", async () => (await isWell(house.enginePort)) && house.pidOf("engine") !== engine);
    expect(house.databasePid()).toBe(database);
  });

  test("of the database it is started again at the same address", async () => {
    const house = await open();
    await house.start().ready();
    const [engine, database] = [house.pidOf("engine"), house.databasePid()];

    process.kill(database, "SIGKILL");

    await eventually("a new server runs", () => house.databasePid() !== 0 && house.databasePid() !== database);
    await eventually("the same engine reaches it", () => isWell(house.enginePort));
    expect(house.pidOf("engine")).toBe(engine);
  });

  test("of the launcher its children end, and the next start adopts the database", async () => {
    const house = await open();
    const first = house.start();
    await first.ready();
    const [engine, database] = [house.pidOf("engine"), house.databasePid()];
    first.process.kill("SIGKILL");
    await first.ended();

    const second = house.start();
    await second.ready();

    expect(identify(engine)).toBeNull();
    expect(house.databasePid()).toBe(database);
    expect(second.output()).toContain("took over the database");
  });

  test("of the launcher the engine still drains with the database there", async () => {
    const house = await open();
    const launcher = house.start();
    await launcher.ready();

    launcher.process.kill("SIGKILL");

    await eventually("the engine wrote its last line", () => house.diary().includes("engine stops, database there"));
    await eventually("the console wrote its last line", () => house.diary().includes("console stops, database there"));
  });

  test("of npm, two shells above the launcher, the house stops in order", async () => {
    const house = await open({ throughShells: true });
    const npm = house.start();
    await npm.ready();
    const [engine, database] = [house.pidOf("engine"), house.databasePid()];

    npm.process.kill("SIGKILL");

    await eventually("the engine is gone", () => identify(engine) === null);
    await eventually("the database is gone", () => identify(database) === null);
    expect(house.diary().slice(-2)).toEqual(["console stops, database there", "engine stops, database there"]);
  });

  test("of everything at once the next start works", async () => {
    const house = await open();
    const first = house.start();
    await first.ready();
    const pids = [house.pidOf("engine"), house.pidOf("console"), house.databasePid()];
    first.process.kill("SIGKILL");
    for (const pid of pids) process.kill(pid, "SIGKILL");
    await first.ended();

    const second = house.start();
    await second.ready();

    expect(await isWell(house.enginePort)).toBe(true);
  });
});

describe("the real engine", () => {
  test("is ready again after kill -9 of itself, of the database and of the launcher", async () => {
    const house = await open({ realEngine: true });
    const first = house.start();
    await first.ready();
    const [engine, database] = [house.pidOf("engine"), house.databasePid()];

    process.kill(engine, "SIGKILL");
    await eventually("another engine is ready", async () => (await isReady(house)) && house.pidOf("engine") !== engine);
    process.kill(database, "SIGKILL");
    await eventually("another database runs", () => house.databasePid() !== 0 && house.databasePid() !== database);
    await eventually("the engine is ready with it", () => isReady(house));
    first.process.kill("SIGKILL");
    await first.ended();
    const second = house.start();
    await second.ready();
    await eventually("the engine is ready under the next launcher", () => isReady(house));
    second.process.kill("SIGINT");
    const code = await second.ended();

    expect(code).toBe(0);
  });
});

describe("a port that is taken", () => {
  test("is named together with the setting that changes it", async () => {
    const house = await open();
    const squatter = createServer().listen(house.enginePort, "127.0.0.1");

    const launcher = house.start();
    const code = await launcher.ended();
    squatter.close();

    expect(code).toBe(1);
    expect(launcher.output()).toContain(`Port ${house.enginePort}, which the engine needs, is taken by another program.`);
    expect(launcher.output()).toContain("set PORT");
  });
});

describe("the account", () => {
  test.runIf(nobody() !== null)("may be an ordinary user", async () => {
    const house = await open({ account: nobody() ?? { uid: 0, gid: 0 } });
    const launcher = house.start();
    await launcher.ready();

    launcher.process.kill("SIGINT");
    const code = await launcher.ended();

    expect(code).toBe(0);
  });

  test.runIf(nobody() !== null)("may be root on a path that the database's user cannot enter", async () => {
    const locked = mkdtempSync(join(tmpdir(), "skald-locked-"));
    chmodSync(locked, 0o700);
    folders.push(locked);
    const house = await open({ parent: locked });
    const first = house.start();
    await first.ready();
    first.process.kill("SIGINT");
    await first.ended();

    const second = house.start();
    await second.ready();

    expect(house.databaseData().startsWith(locked)).toBe(false);
  });

  test.runIf(nobody() !== null)("that cannot use the data folder is told so", async () => {
    const house = await open();
    const account = nobody() ?? { uid: 0, gid: 0 };
    const stranger = await open({ account });
    rmSync(stranger.data, { recursive: true });
    writeFileSync(stranger.data, "not a folder");

    const launcher = stranger.start();
    const code = await launcher.ended();

    expect(code).toBe(1);
    expect(launcher.output()).toContain("cannot be read and written by this user. Set SKALD_DATA");
    expect(house.databasePid()).toBe(0);
  });
});
