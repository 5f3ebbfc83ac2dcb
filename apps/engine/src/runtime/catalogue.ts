import type { ServiceLive, ServiceModel } from "@skald/dsl";
import type { Clock } from "../ports/clock.ts";
import type { BreakerOverride, DefinitionStore, LiveValues } from "../ports/definitions.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { createLoop, type Loop } from "./loop.ts";

/** How old the live values of a service may be on this replica. */
const REFRESH_EVERY_MS = 1000;

/** The live values of every service: those that are not pinned to sagas (dsl.md, `use`). */
export interface Catalogue {
  live(service: string): ServiceLive | undefined;
  services(): readonly string[];
  overrides(service: string): BreakerOverride | undefined;
  /** Reads everything anew; the loop does it each second. */
  refresh(): Promise<void>;
  /** The store, whose changes are in the catalogue before they are answered: what was just uploaded can be called. */
  readonly definitions: DefinitionStore;
  start(): void;
  /** Reads nothing any more; resolves when every reading under way is over. */
  stop(): Promise<void>;
}

/** Keeps the newest version of every service, and what people set above it, in memory, so that a call never waits for the database. */
export function createCatalogue(definitions: DefinitionStore, clock: Clock, telemetry: Telemetry): Catalogue {
  let live: ReadonlyMap<string, ServiceLive> = new Map();
  let overrides: Readonly<Record<string, BreakerOverride>> = {};
  let begun = 0;
  let shown = 0;
  const readings = new Set<Promise<void>>();
  let isStopped = false;
  const read = async (): Promise<void> => {
    begun += 1;
    const reading = begun;
    const [stored, held, set] = await Promise.all([definitions.list("service"), definitions.breakerOverrides(), definitions.liveValues()]);
    // A reading that began before another one may have missed a change that was answered since.
    if (reading < shown) return;
    shown = reading;
    live = new Map(stored.flatMap(({ namespace, name, service }) => liveOf(`${namespace}/${name}`, service, set)));
    overrides = held;
  };
  const refresh = async (): Promise<void> => {
    if (isStopped) return;
    const reading = read().finally(() => readings.delete(reading));
    readings.add(reading);
    await reading;
  };
  const loop: Loop = createLoop(clock, REFRESH_EVERY_MS, refresh, (error) =>
    telemetry.log("warn", "The catalogue could not be read; the last one is used.", { error }),
  );

  const afterRefresh = async <T>(changed: Promise<T>): Promise<T> => {
    const answer = await changed;
    await refresh();
    return answer;
  };

  return {
    definitions: {
      ...definitions,
      save: (definition) => afterRefresh(definitions.save(definition)),
      setState: (...change) => afterRefresh(definitions.setState(...change)),
      setBreakerOverride: (...change) => afterRefresh(definitions.setBreakerOverride(...change)),
      setLiveValues: (...change) => afterRefresh(definitions.setLiveValues(...change)),
    },
    live: (service) => live.get(service),
    services: () => [...live.keys()],
    overrides: (service) => overrides[service],
    refresh,
    start: () => loop.start(),
    async stop() {
      isStopped = true;
      await loop.stop();
      await Promise.allSettled(readings);
    },
  };
}

function liveOf(
  service: string,
  model: ServiceModel | null,
  set: Readonly<Record<string, LiveValues>>,
): readonly (readonly [string, ServiceLive])[] {
  return model === null ? [] : [[service, { ...model.live, ...set[service] }]];
}
