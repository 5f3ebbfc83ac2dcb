import { accessSync, constants, mkdirSync } from "node:fs";
import { dataFolder } from "./running.mjs";

/** What `npm start` was told by its environment and arguments, read once. */
export interface Settings {
  readonly data: string;
  readonly host: string;
  readonly enginePort: number;
  readonly consolePort: number;
  /** Null: `--no-demo`. */
  readonly shopPort: number | null;
  /** Null: the embedded server. */
  readonly databaseUrl: string | null;
}

/** Reads the settings. @throws with a sentence for the user when one cannot be used. */
export function readSettings(environment: NodeJS.ProcessEnv, args: readonly string[]): Settings {
  const unknown = args.find((argument) => argument !== "--no-demo");
  if (unknown !== undefined) throw new Error(`"${unknown}" is no option of npm start. There is one: npm start -- --no-demo`);

  return {
    data: requireFolder(dataFolder()),
    host: environment["HOST"] ?? "127.0.0.1",
    enginePort: readPort(environment, "PORT", 8088),
    consolePort: readPort(environment, "CONSOLE_PORT", 3000),
    shopPort: args.includes("--no-demo") ? null : readPort(environment, "SHOP_PORT", 8090),
    databaseUrl: environment["DATABASE_URL"] ?? null,
  };
}

function readPort(environment: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const port = Number(environment[name] ?? fallback);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;

  throw new Error(`${name} is "${environment[name]}", which is no port. Set a number from 1 to 65535.`);
}

function requireFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);

    return folder;
  } catch (cause) {
    throw new Error(`The data folder "${folder}" cannot be read and written by this user. Set SKALD_DATA to a folder that can.`, { cause });
  }
}
