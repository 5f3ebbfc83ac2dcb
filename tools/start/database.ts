import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type EmbeddedPostgres, startEmbedded } from "../postgres/start-embedded.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "./supervised-child.ts";

/** The database of the house, kept alive like its children. */
export interface KeptDatabase {
  readonly url: string;
  readonly sentence: string;
  stop(): Promise<void>;
}

const BACKOFF_MAX_MS = 10_000;

/** Starts or adopts the embedded server and starts it again when it dies; a server of the user's own is left alone. */
export async function keepDatabase(settings: Settings, site: Site, onMoved: () => void): Promise<KeptDatabase> {
  if (settings.databaseUrl !== null) {
    return { url: settings.databaseUrl, sentence: "as DATABASE_URL says", stop: async () => undefined };
  }

  const folder = join(settings.data, "postgres");
  const start = (): Promise<EmbeddedPostgres> => startEmbedded(folder, { log: join(settings.data, "logs", "postgres.log") });
  let server = await start();
  if (server.adopted) site.report("took over the database that was still running");
  const stop = new AbortController();
  const isStopping = (): boolean => stop.signal.aborted;
  const watch = async (): Promise<void> => {
    for (;;) {
      await server.gone;
      if (isStopping()) return;

      site.report("the database ended; it starts again and recovers");
      const known = server.url;
      server = (await startAgain(start, site, isStopping)) ?? server;
      // Told to stop while it was starting: the stop saw only the one before.
      if (isStopping()) return server.stop();
      // Somebody took its port in between: everybody who knew the old address starts anew.
      if (server.url !== known) onMoved();
    }
  };
  const watching = watch();

  return {
    get url() {
      return server.url;
    },
    sentence: `embedded PostgreSQL, role and database "skald" on ${new URL(server.url).host}, password in ${join(folder, "password")}`,
    stop: async () => {
      stop.abort();
      await server.stop();
      await watching;
    },
  };
}

async function startAgain(start: () => Promise<EmbeddedPostgres>, site: Site, isStopping: () => boolean): Promise<EmbeddedPostgres | null> {
  for (let delayMs = 250; !isStopping(); delayMs = Math.min(BACKOFF_MAX_MS, delayMs * 2)) {
    try {
      return await start();
    } catch (error) {
      site.report(error instanceof Error ? error.message : String(error));
      await pause(delayMs);
    }
  }

  return null;
}
