// The composition root: configuration, adapters, loops. It alone sees everything; what goes out has a file of its own.

import { hostname } from "node:os";
import { entriesNeeded, fold, newSaga } from "@skald/kernel";
import { type Config, readConfig } from "./config.ts";
import { createHttp } from "./http/create-http.ts";
import type { HttpSettings } from "./http/edge.ts";
import { openGateway } from "./open-gateway.ts";
import { createCatalogue } from "./runtime/catalogue.ts";
import { createHost } from "./runtime/host.ts";
import { createPostgresStore } from "./runtime/postgres/create-postgres-store.ts";
import { combineProgress, createProgress } from "./runtime/progress.ts";
import { createSystemClock } from "./system/clock.ts";
import { createSystemIds } from "./system/ids.ts";
import { onceOnly, stopOnSignals } from "./system/life.ts";
import { provideDatabase } from "./system/provide-database.ts";
import { createTelemetry } from "./telemetry/create-telemetry.ts";
import { ENGINE_VERSION } from "./version.ts";

/** What the engine may take to finish what it has begun (reliability.md, deploy). */
const DRAIN_MS = 10_000;
/** Exit codes of sysexits.h: a configuration that cannot be used, and a place that somebody else has taken. */
const EXIT = { stopped: 0, config: 78, replaced: 75 } as const;

const read = readConfig(process.env);
if (!read.ok) {
  process.stderr.write(`Skald cannot start:\n${read.errors.map((error) => `  ${error}`).join("\n")}\n`);
  process.exit(EXIT.config);
}
const database = await provideDatabase(read.config);
const engine = compose(read.config, database.url);
const stop = onceOnly(async (code: number) => {
  await engine.stop();
  await database.stop();
  process.exit(code);
});
stopOnSignals(() => void stop(EXIT.stopped));
await engine.start(() => void stop(EXIT.replaced));

/** Builds every part and joins them; nothing moves before `start`. */
function compose(config: Config, databaseUrl: string) {
  const clock = createSystemClock();
  const ids = createSystemIds();
  const telemetry = createTelemetry({ level: config.logLevel });
  const kernel = { newSaga, fold, entriesNeeded };
  // A name that survives a restart: the new process takes its shards back without waiting for a lease to end.
  const replicaName = config.replica ?? `${hostname().replaceAll(/[^A-Za-z0-9._-]/g, "-")}-${config.port}`.slice(-63);
  const { allowUnsafeDb: allowUnsafe, env } = config;
  const postgres = createPostgresStore({
    databaseUrl,
    replicaName,
    engineVersion: ENGINE_VERSION,
    clock,
    ids,
    telemetry,
    kernel,
    allowUnsafe,
    keepMs: config.cleanupAfterHours * 3_600_000,
    onClockOffset: clock.correct,
  });
  const { store, definitionStore: definitions, projection } = postgres;
  const catalogue = createCatalogue(definitions, clock, telemetry);
  const gateway = openGateway(config, { catalogue, clock, telemetry });
  const host = createHost({
    store,
    gateway,
    definitions,
    telemetry,
    clock,
    ids,
    env,
    limits: { concurrentMax: config.maxConcurrentSagas },
  });
  const progress = combineProgress([createProgress({ host, store, gateway }), postgres.progress]);
  const http = createHttp({
    host,
    projection,
    definitions: catalogue.definitions,
    gateway,
    progress,
    telemetry,
    metrics: async () => ({ type: telemetry.metricsContentType, text: await telemetry.metricsText() }),
    clock,
    ids,
    settings: settingsOf(config),
  });
  const notResumed = (error: unknown): void =>
    telemetry.log("error", "Sagas could not be resumed; the next take-over tries again.", { error });

  return {
    async start(replaced: () => void): Promise<void> {
      postgres.onFenced((reason) => {
        host.dropAll();
        if (reason === "replaced") replaced();
      });
      // A call needs its service's address, also the calls a recovery makes first.
      postgres.onShards(() => void catalogue.refresh().then(host.recover.bind(host)).catch(notResumed));
      await postgres.start();
      await catalogue.refresh();
      catalogue.start();
      telemetry.log("info", `Skald ${ENGINE_VERSION} listens on ${await http.listen()}.`);
    },
    async stop(): Promise<void> {
      await http.close();
      await host.drain(DRAIN_MS);
      await gateway.close(DRAIN_MS);
      await catalogue.stop();
      await postgres.close(DRAIN_MS);
    },
  };
}

function settingsOf({ port, consolePort, host, defaultTimeoutMs, env }: Config): HttpSettings {
  const consoleOrigins = [`http://127.0.0.1:${consolePort}`, `http://localhost:${consolePort}`];

  return { port, hostName: host, defaultTimeoutMs, env, version: ENGINE_VERSION, consoleOrigins };
}
