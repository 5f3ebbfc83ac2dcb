import { seededRandom } from "@skald/shared";
import { describe, expect, test } from "vitest";
import type { EngineProcess } from "./engine-process.ts";
import { createKiller, type Killer } from "./killer.ts";

const MOMENTS = 200;

function aRecordedEngine(): { readonly engine: EngineProcess; readonly calls: string[] } {
  const calls: string[] = [];
  const engine: EngineProcess = {
    url: "",
    isReady: () => true,
    start: async () => void calls.push("start"),
    kill: async () => void calls.push("kill"),
    stop: async () => undefined,
  };
  return { engine, calls };
}

function aKiller(engine: EngineProcess, said: string[]): Killer {
  return createKiller({ engine, random: seededRandom(7), kills: 3, moments: MOMENTS, say: (line) => said.push(line) });
}

function watchAll(killer: Killer): void {
  for (let moment = 0; moment < MOMENTS; moment += 1) killer.watch({ operation: "orders.create", phase: "worked" });
}

describe("the killer", () => {
  test("the same seed kills at the same moments", () => {
    const [first, second]: [string[], string[]] = [[], []];

    watchAll(aKiller(aRecordedEngine().engine, first));
    watchAll(aKiller(aRecordedEngine().engine, second));

    expect(first).toHaveLength(3);
    expect(second).toEqual(first);
  });

  test("kills that found no moment happen at rest, each followed by a start", async () => {
    const { engine, calls } = aRecordedEngine();
    const killer = aKiller(engine, []);

    await killer.finish();

    expect(calls).toEqual(["kill", "start", "kill", "start", "kill", "start"]);
  });
});
