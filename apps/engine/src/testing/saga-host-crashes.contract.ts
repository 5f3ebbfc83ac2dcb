import type { CompiledSaga } from "@skald/dsl";
import { expect, test } from "vitest";
import { createHost } from "../runtime/host.ts";
import { aStart, createDyingPorts, type DyingPorts, type HostWorld, openStage } from "./host-world.ts";
import { violations } from "./journal-laws.ts";
import { createRecordedTelemetry } from "./recorded-telemetry.ts";
import { aDefinition, anOrder, aTask, aWait, LONG_RETRY } from "./sagas.ts";
import { createScriptedGateway, LOST, REFUSED, type ScriptedGateway } from "./scripted-gateway.ts";
import { createSequentialIds } from "./sequential-ids.ts";

/** Opens a new world that knows a definition; whoever opens it closes it. */
type OpenWorld = (definition: CompiledSaga) => Promise<HostWorld>;

/** How thorough the crashes are, where a world is slow. */
export interface CrashOptions {
  /** Crash at no more than so many port calls, spread evenly. Default: at each. */
  readonly pointsMax?: number;
  readonly timeoutMs?: number;
}

interface Scenario {
  readonly title: string;
  readonly definition: CompiledSaga;
  readonly end: string;
  readonly script: (gateway: ScriptedGateway) => void;
}

const SCENARIOS: readonly Scenario[] = [
  {
    title: "that goes on after an attempt without answer",
    definition: anOrder(),
    end: "completed",
    script: (gateway) => gateway.answer({ state: "pay" }, LOST, 1),
  },
  {
    title: "that turns back, with an undo that has to be repeated",
    definition: anOrder(),
    end: "compensated",
    script: (gateway) => {
      gateway.answer({ state: "ship" }, REFUSED);
      gateway.answer({ state: "pay", kind: "undo" }, LOST, 1);
    },
  },
  {
    title: "that waits, and backs off for a minute",
    definition: aDefinition("waiting", [
      aTask("reserve", "rest", { retry: LONG_RETRY }),
      aWait("rest", 10_000, "ship"),
      aTask("ship", "done"),
    ]),
    end: "completed",
    script: (gateway) => gateway.answer({ state: "reserve" }, LOST, 1),
  },
];

/** T3: the host dies at each of its port calls, before and after the call is carried out. */
export function describeHostCrashes(open: OpenWorld, { pointsMax = Number.POSITIVE_INFINITY, timeoutMs = 60_000 }: CrashOptions): void {
  test.each(SCENARIOS)(
    "a saga $title survives a crash at each port call: every call that may have happened is settled once",
    async (scenario) => {
      const { calls } = await life(open, scenario, 0, false);
      const stride = Math.max(1, calls / pointsMax);

      const failures: string[] = [];
      for (let point = 1; point <= calls; point += stride) {
        const at = Math.floor(point);
        for (const after of [false, true]) {
          const { wrong } = await life(open, scenario, at, after);
          failures.push(...wrong.map((violation) => `crash ${after ? "after" : "before"} port call ${at}: ${violation}`));
        }
      }

      expect(calls).toBeGreaterThan(8);
      expect(failures).toEqual([]);
    },
    timeoutMs,
  );
}

interface Lived {
  readonly calls: number;
  /** Broken promises, in words. */
  readonly wrong: readonly string[];
}

/** One life in a world of its own. */
async function life(open: OpenWorld, scenario: Scenario, at: number, after: boolean): Promise<Lived> {
  const world = await open(scenario.definition);
  try {
    return await liveIn(world, scenario, at, after);
  } finally {
    await world.close();
  }
}

/** Runs a scenario on a host that dies at a port call, then on its successor. The caller starts again with its key. */
async function liveIn(world: HostWorld, scenario: Scenario, at: number, after: boolean): Promise<Lived> {
  const gateway = createScriptedGateway();
  scenario.script(gateway);
  const ports = createDyingPorts(world.store, gateway, at, after);
  await firstHost(world, scenario, ports);

  const stage = await openStage({ ...world, store: await world.takeOver() }, {}, gateway);
  const outcome = await stage.host.start(aStart(scenario.definition, "k"));
  if (!("sagaId" in outcome)) return { calls: ports.calls(), wrong: [`the start was answered "${outcome.kind}"`] };

  const saga = await stage.run(outcome.sagaId);
  const journal = await stage.host.journal(saga.id, 0, 1000);
  const wrong = violations(saga.id, journal, gateway.ledger);
  const strangers = new Set(gateway.ledger.map(({ call }) => call.sagaId)).size - 1;
  stage.host.dropAll();
  return {
    calls: ports.calls(),
    wrong: [
      ...wrong,
      ...(saga.context.ended?.status === scenario.end ? [] : [`it ended "${saga.context.ended?.status ?? "never"}"`]),
      ...(strangers === 0 ? [] : ["one key started two sagas (G2)"]),
    ],
  };
}

/** Lives until it has died, or until its saga has ended. */
async function firstHost(world: HostWorld, scenario: Scenario, ports: DyingPorts): Promise<void> {
  const { clock, definitions } = world;
  const { store, gateway } = ports;
  const host = createHost({
    store,
    gateway,
    definitions,
    clock,
    ids: createSequentialIds(),
    telemetry: createRecordedTelemetry(),
    env: {},
  });
  void host.recover();
  await world.settle();
  const sagaId = host.start(aStart(scenario.definition, "k")).then((outcome) => ("sagaId" in outcome ? outcome.sagaId : ""));
  for (let second = 0; second < 100 && !ports.isDead(); second += 1) {
    await world.settle();
    if (!ports.isDead() && (await world.store.load(await sagaId))?.saga.context.ended != null) break;
    await world.passTime(1000);
  }
  host.dropAll();
}
