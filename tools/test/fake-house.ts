// `npm start` with small stand-ins for its parts, so that the matrix of ways to die is about the
// supervisor and the real database, and needs neither build nor engine.
import { fileURLToPath } from "node:url";
import { type Part, partsOfTheHouse } from "../start/parts.ts";
import { readSettings, type Settings } from "../start/settings.ts";
import { supervise } from "../start/supervise.ts";

const FAKE = fileURLToPath(new URL("./fake-part.ts", import.meta.url));

function fakeParts(settings: Settings, databaseUrl: string): readonly Part[] {
  const engine =
    process.env["REAL_ENGINE"] === undefined ? fakePart("engine", settings.enginePort, databaseUrl) : realEngine(settings, databaseUrl);

  return [engine, fakePart("console", settings.consolePort, databaseUrl)];
}

function realEngine(settings: Settings, databaseUrl: string): Part {
  const [engine] = partsOfTheHouse(settings, databaseUrl);
  if (engine === undefined) throw new Error("The house has no engine.");

  return engine;
}

function fakePart(name: Part["name"], port: number, databaseUrl: string): Part {
  return {
    name,
    command: [FAKE],
    cwd: "/",
    environment: { PART: name, PORT: String(port), DATABASE_URL: databaseUrl, DIARY: process.env["SKALD_DATA"] ?? "" },
    health: `http://127.0.0.1:${port}/`,
    ports: [{ port, setting: name === "engine" ? "PORT" : "CONSOLE_PORT" }],
    stopMs: 5000,
  };
}

try {
  process.exitCode = await supervise(readSettings(process.env, ["--no-demo"]), { parts: fakeParts, prepare: async () => undefined });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.exit();
