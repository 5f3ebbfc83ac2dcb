import { join } from "node:path";
import { startEmbedded } from "../../../../tools/postgres/start-embedded.ts";

/** The database an engine works on, and how to let go of it. */
export interface ProvidedDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * The server of `databaseUrl`, or an embedded PostgreSQL of the engine's own in `dataDir`:
 * an engine started alone is its own supervisor.
 *
 * @throws Error when the embedded server cannot be started; the message says why and what to do.
 */
export async function provideDatabase(config: {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}): Promise<ProvidedDatabase> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, stop: async () => undefined };

  const server = await startEmbedded(join(config.dataDir, "postgres"));
  return { url: server.url, stop: () => server.stop() };
}
