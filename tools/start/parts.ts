import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../install.mjs";
import type { Settings } from "./settings.ts";

/** One program of the house, as the supervisor sees it. */
export interface Part {
  readonly name: "engine" | "console" | "shop";
  /** Arguments of Node. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Answers below 500 when the part does its work. */
  readonly health: string;
  readonly ports: readonly { readonly port: number; readonly setting: string }[];
  /** How long it may take to stop before it is killed. */
  readonly stopMs: number;
}

const PARTICIPANTS = ["ORDERS_URL", "INVENTORY_URL", "PAYMENTS_URL", "SHIPPING_URL", "NOTIFICATIONS_URL"] as const;

/** The real house: engine, console, and the shop unless it was told to stay away. */
export function partsOfTheHouse(settings: Settings, databaseUrl: string): readonly Part[] {
  const parts = [engine(settings, databaseUrl), console(settings)];

  return settings.shopPort === null ? parts : [...parts, shop(settings, settings.shopPort, databaseUrl)];
}

/** Where a browser or a client on this machine finds the engine. */
export function engineAddress(settings: Settings): string {
  return `http://127.0.0.1:${settings.enginePort}`;
}

function engine(settings: Settings, databaseUrl: string): Part {
  return {
    name: "engine",
    command: ["--enable-source-maps", join(ROOT, "apps/engine/src/main.ts")],
    cwd: ROOT,
    environment: {
      PORT: String(settings.enginePort),
      HOST: settings.host,
      DATABASE_URL: databaseUrl,
      SKALD_DATA: settings.data,
      // A name that stays: the restarted engine takes its own shards back without waiting for a lease to end.
      SKALD_REPLICA: process.env["SKALD_REPLICA"] ?? "engine-1",
      ...(settings.shopPort === null ? {} : participantAddresses(settings.shopPort)),
    },
    health: `${engineAddress(settings)}/health/live`,
    ports: [{ port: settings.enginePort, setting: "PORT" }],
    stopMs: 12_000,
  };
}

function console(settings: Settings): Part {
  return {
    name: "console",
    command: [join(ROOT, "node_modules/next/dist/bin/next"), "start", "--hostname", "127.0.0.1", "--port", String(settings.consolePort)],
    cwd: join(ROOT, "apps/web"),
    environment: { SKALD_API: engineAddress(settings), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    health: `http://127.0.0.1:${settings.consolePort}/`,
    ports: [{ port: settings.consolePort, setting: "CONSOLE_PORT" }],
    stopMs: 5000,
  };
}

function shop(settings: Settings, port: number, databaseUrl: string): Part {
  return {
    name: "shop",
    command: ["--enable-source-maps", join(ROOT, "examples/shop/main.ts")],
    cwd: join(ROOT, "examples/shop"),
    environment: {
      DATABASE_URL: databaseUrl,
      SKALD_API: engineAddress(settings),
      SHOP_PORT: String(port),
      ...participantAddresses(port),
    },
    health: `http://127.0.0.1:${port}/`,
    ports: [0, 1, 2, 3, 4, 5].map((offset) => ({ port: port + offset, setting: "SHOP_PORT" })),
    stopMs: 5000,
  };
}

/** The addresses the shop's documents read as `env.X`, and the leave to read them. */
function participantAddresses(shopPort: number): Readonly<Record<string, string>> {
  const addresses = PARTICIPANTS.map((name, index) => [name, process.env[name] ?? `http://127.0.0.1:${shopPort + 1 + index}`]);
  const allowed = [process.env["SKALD_ENV_ALLOW"], ...PARTICIPANTS].filter((name) => name !== undefined && name !== "");

  return { ...Object.fromEntries(addresses), SKALD_ENV_ALLOW: allowed.join(",") };
}

/** Parts whose program is not in this checkout. */
export function missingParts(parts: readonly Part[]): readonly Part[] {
  return parts.filter((part) => !existsSync(part.command.find((argument) => argument.includes("/")) ?? ""));
}
