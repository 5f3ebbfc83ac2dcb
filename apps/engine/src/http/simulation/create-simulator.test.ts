import { describe, expect, test } from "vitest";
import { anOrder } from "../../testing/sagas.ts";
import { createSimulator } from "./create-simulator.ts";

const FAMILY = { definition: anOrder(), children: [] };
const LONG_MS = 15_000;

describe("the simulator", () => {
  test("plays are answered in the order they were asked for, by one thread", async () => {
    const simulator = createSimulator(LONG_MS);

    const views = await Promise.all([simulator.play(FAMILY, { seed: 1 }), simulator.play(FAMILY, {}), simulator.play(FAMILY, { seed: 1 })]);

    expect(views[0]).toEqual(views[2]);
    expect(views[1].simulation.end).toBe("completed");
    await simulator.close();
  });

  test("a problem of the thread is the problem of the caller, and the next play is played", async () => {
    const simulator = createSimulator(LONG_MS);

    const refused = await simulator.play(FAMILY, { outcomes: { gone: "ok" } }).catch((error: unknown) => error);
    const played = await simulator.play(FAMILY, {});

    expect(refused).toMatchObject({ code: "OUTCOMES_INVALID", errors: [{ code: "OUTCOMES_INVALID" }] });
    expect(played.simulation.end).toBe("completed");
    await simulator.close();
  });

  test("a play that takes too long is stopped, and the engine answers meanwhile", async () => {
    const simulator = createSimulator(1);
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);

    const stopped = await simulator.play(FAMILY, {}).catch((error: unknown) => error);

    clearInterval(ticking);
    expect(stopped).toMatchObject({ code: "SIMULATION_TOO_LONG" });
    expect(turns).toBeGreaterThan(0);
  });

  test("more than a few plays do not wait: they are told to come again", async () => {
    const simulator = createSimulator(1);

    const asked = Array.from({ length: 9 }, () => simulator.play(FAMILY, {}).catch((error: unknown) => error));

    expect(await asked[8]).toMatchObject({ code: "TOO_MANY_REQUESTS", retryAfterSeconds: 2 });
    await Promise.all(asked);
    await simulator.close();
  });
});
