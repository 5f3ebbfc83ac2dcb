import type { ServiceModel } from "@skald/dsl";
import { expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { createRecordedTelemetry } from "../testing/recorded-telemetry.ts";
import { createCatalogue } from "./catalogue.ts";
import { createMemoryDefinitions } from "./memory/memory-definitions.ts";

const SERVICE: ServiceModel = {
  kind: "service",
  namespace: "shop",
  name: "orders",
  version: "1.0.0",
  title: null,
  live: { baseUrl: "http://orders.test", auth: null, health: null, concurrency: null, rateLimit: null, circuitBreaker: null },
  operations: {},
};
const { namespace, name, version } = SERVICE;
const UPLOAD = {
  namespace,
  name,
  version,
  kind: "service",
  hash: "sha256:1",
  title: null,
  source: "",
  canonical: "{}",
  compiled: null,
  service: SERVICE,
} as const;

test("a service can be called as soon as its upload is answered", async () => {
  const clock = createManualClock();
  const catalogue = createCatalogue(createMemoryDefinitions(), clock, createRecordedTelemetry());

  await catalogue.definitions.save(UPLOAD);

  expect(catalogue.live("shop/orders")?.baseUrl).toBe("http://orders.test");
  expect(catalogue.services()).toEqual(["shop/orders"]);
});

test("a breaker held by hand is held as soon as that is answered", async () => {
  const clock = createManualClock();
  const catalogue = createCatalogue(createMemoryDefinitions(), clock, createRecordedTelemetry());
  await catalogue.definitions.save(UPLOAD);

  await catalogue.definitions.setBreakerOverride("shop/orders", { state: "open", reason: "maintenance" });

  expect(catalogue.overrides("shop/orders")).toEqual({ state: "open", reason: "maintenance" });
});

test("live values set by hand are used as soon as that is answered, the others stay the document's", async () => {
  const catalogue = createCatalogue(createMemoryDefinitions(), createManualClock(), createRecordedTelemetry());
  await catalogue.definitions.save(UPLOAD);

  await catalogue.definitions.setLiveValues("shop/orders", { concurrency: 7 });

  expect(catalogue.live("shop/orders")).toEqual({ ...SERVICE.live, concurrency: 7 });
});

test("a reading that began before a change was answered does not take it back", async () => {
  const definitions = createMemoryDefinitions();
  const before = await definitions.liveValues();
  const gate = Promise.withResolvers<typeof before>();
  const slowly = { ...definitions, liveValues: () => gate.promise };
  const catalogue = createCatalogue(slowly, createManualClock(), createRecordedTelemetry());
  await definitions.save(UPLOAD);

  const late = catalogue.refresh();
  slowly.liveValues = definitions.liveValues;
  await catalogue.definitions.setLiveValues("shop/orders", { concurrency: 7 });
  gate.resolve(before);
  await late;

  expect(catalogue.live("shop/orders")?.concurrency).toBe(7);
});

test("a catalogue that is stopped has ended its readings, and begins no other", async () => {
  const definitions = createMemoryDefinitions();
  const gate = Promise.withResolvers<Awaited<ReturnType<typeof definitions.list>>>();
  let lists = 0;
  const list = () => {
    lists += 1;
    return gate.promise;
  };
  const catalogue = createCatalogue({ ...definitions, list }, createManualClock(), createRecordedTelemetry());
  void catalogue.refresh();

  const stopped = catalogue.stop().then(() => "stopped");
  const early = await Promise.race([stopped, new Promise((resolve) => setImmediate(resolve, "still reading"))]);
  gate.resolve([]);
  await stopped;
  await catalogue.refresh();

  expect([early, lists]).toEqual(["still reading", 1]);
});
