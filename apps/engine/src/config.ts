// The environment, parsed once into one frozen Config. Every name has its default and its meaning in SETTINGS below.

import { isAbsolute, resolve } from "node:path";
import { parseRange } from "./gateway/addresses.ts";

/** How the engine was told to run. */
export interface Config {
  readonly port: number;
  /** Where the console is: the one other origin whose pages may call. */
  readonly consolePort: number;
  readonly host: string;
  /** Null: the engine keeps a PostgreSQL of its own in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Null: the engine makes one up. */
  readonly replica: string | null;
  readonly egressAllow: readonly string[];
  /** The allow-listed names that are set, with their values. */
  readonly env: Readonly<Record<string, string>>;
  /** 0: no limit. */
  readonly maxConcurrentSagas: number;
  readonly defaultTimeoutMs: number;
  readonly cleanupAfterHours: number;
  readonly logLevel: LogLevel;
  readonly secretsDir: string | null;
  readonly allowUnsafeDb: boolean;
}

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** A Config, or everything that is wrong with the environment, one sentence each. */
export type ReadConfig = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly errors: readonly string[] };

/** What the environment may say. A default of null means: not set. */
export const SETTINGS = {
  PORT: { fallback: "8088", meaning: "Port of the HTTP API; 0 takes any free one." },
  CONSOLE_PORT: { fallback: "3000", meaning: "Port of the console, whose pages may call the API." },
  HOST: { fallback: "127.0.0.1", meaning: "Address the API listens on. Only loopback, as long as nobody has to log in." },
  DATABASE_URL: { fallback: null, meaning: "PostgreSQL 14 or newer. Without it the engine runs a PostgreSQL of its own in SKALD_DATA." },
  SKALD_DATA: { fallback: ".skald", meaning: "Folder of the engine's own database." },
  SKALD_REPLICA: { fallback: null, meaning: "Name of this replica; a restarted replica of the same name takes its shards back at once." },
  SKALD_EGRESS_ALLOW: { fallback: "", meaning: "Private ranges and bare addresses calls may reach: a list of CIDR, separated by commas." },
  SKALD_ENV_ALLOW: { fallback: "", meaning: "Names documents may read as env.X, separated by commas." },
  MAX_CONCURRENT_SAGAS: { fallback: "0", meaning: "Live sagas beyond which starts are refused; 0 means no limit." },
  DEFAULT_TIMEOUT_MS: { fallback: "300000", meaning: "Life of a saga whose definition gives no timeout, in milliseconds." },
  CLEANUP_AFTER_HOURS: { fallback: "24", meaning: "Hours an ended saga is kept whose definition gives no retention." },
  LOG_LEVEL: { fallback: "info", meaning: `One of ${LOG_LEVELS.join(", ")}.` },
  SKALD_SECRETS: { fallback: null, meaning: "Folder with one file per secret, beside SKALD_SECRET_<NAME>." },
  SKALD_ALLOW_UNSAFE_DB: { fallback: "0", meaning: "1 lets the engine run on a database that may lose what it acknowledged." },
} as const satisfies Readonly<Record<string, { readonly fallback: string | null; readonly meaning: string }>>;

type SettingName = keyof typeof SETTINGS;

type Environment = Readonly<Record<string, string | undefined>>;

const SAFE_INTEGER = Number.MAX_SAFE_INTEGER;
const TIMEOUT_MAX_MS = 400 * 86_400_000;
const LOOPBACK_HOSTS = ["127.0.0.1", "::1", "localhost"];
// What the engine itself is told is no business of a document, secrets least of all.
const NEVER_READABLE = /^(?:SKALD_SECRET|DATABASE_URL$|PG)/;

/** Reads the environment. Collects every error, never throws. */
export function readConfig(environment: Environment): ReadConfig {
  const reader = createReader(environment);
  const config: Config = {
    port: reader.integer("PORT", 0, 65_535),
    consolePort: reader.integer("CONSOLE_PORT", 0, 65_535),
    host: reader.loopbackHost("HOST"),
    databaseUrl: reader.databaseUrl("DATABASE_URL"),
    dataDir: reader.folder("SKALD_DATA") ?? "",
    replica: reader.name("SKALD_REPLICA"),
    egressAllow: reader.ranges("SKALD_EGRESS_ALLOW"),
    env: reader.readable("SKALD_ENV_ALLOW"),
    maxConcurrentSagas: reader.integer("MAX_CONCURRENT_SAGAS", 0, SAFE_INTEGER),
    defaultTimeoutMs: reader.integer("DEFAULT_TIMEOUT_MS", 1, TIMEOUT_MAX_MS),
    cleanupAfterHours: reader.integer("CLEANUP_AFTER_HOURS", 1, 100_000),
    logLevel: reader.logLevel("LOG_LEVEL"),
    secretsDir: reader.folder("SKALD_SECRETS"),
    allowUnsafeDb: reader.flag("SKALD_ALLOW_UNSAFE_DB"),
  };

  return reader.errors.length > 0 ? { ok: false, errors: reader.errors } : { ok: true, config: Object.freeze(config) };
}

interface Reader {
  readonly errors: readonly string[];
  readonly integer: (name: SettingName, min: number, max: number) => number;
  readonly loopbackHost: (name: SettingName) => string;
  readonly databaseUrl: (name: SettingName) => string | null;
  readonly folder: (name: SettingName) => string | null;
  readonly name: (name: SettingName) => string | null;
  readonly ranges: (name: SettingName) => readonly string[];
  readonly readable: (name: SettingName) => Readonly<Record<string, string>>;
  readonly logLevel: (name: SettingName) => LogLevel;
  readonly flag: (name: SettingName) => boolean;
}

function createReader(environment: Environment): Reader {
  const errors: string[] = [];

  /** The text of a setting; empty counts as not set, because that is what `NAME= command` means to most people. */
  function textOf(name: SettingName): string | null {
    const text = environment[name]?.trim();
    return text === undefined || text === "" ? SETTINGS[name].fallback : text;
  }

  function complain<T>(name: SettingName, problem: string, instead: T): T {
    errors.push(`${name} ${problem}`);
    return instead;
  }

  return {
    errors,
    integer: (name, min, max) => {
      const text = textOf(name) ?? "";
      const value = Number(text);
      return /^\d+$/.test(text) && value >= min && value <= max
        ? value
        : complain(name, `is "${text}"; a whole number from ${min} to ${max} is needed.`, min);
    },
    loopbackHost: (name) => {
      const text = textOf(name) ?? "";
      if (LOOPBACK_HOSTS.includes(text)) return text;
      return complain(
        name,
        `is "${text}"; the engine listens on loopback only (${LOOPBACK_HOSTS.join(", ")}), because its API asks nobody to log in. Put a proxy that does in front of it.`,
        text,
      );
    },
    databaseUrl: (name) => {
      const text = textOf(name);
      if (text === null || /^postgres(?:ql)?:\/\/./.test(text)) return text;
      // The value may hold a password.
      return complain(name, "is no address of a PostgreSQL; postgresql://user:password@host:5432/database is needed.", null);
    },
    folder: (name) => {
      const text = textOf(name);
      return text === null || isAbsolute(text) ? text : resolve(text);
    },
    name: (name) => {
      const text = textOf(name);
      if (text === null || /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(text)) return text;
      return complain(name, `is "${text}"; up to 63 letters, digits, dots, dashes and underscores are needed.`, null);
    },
    ranges: (name) =>
      listOf(textOf(name)).filter(
        (range) =>
          parseRange(range) !== undefined || complain(name, `lists "${range}", which is no CIDR such as 10.0.0.0/8 or fd00::/8.`, false),
      ),
    readable: (name) => {
      const names = listOf(textOf(name)).filter(
        (listed) => isReadable(listed) || complain(name, `lists "${listed}", which is no name a document may read.`, false),
      );
      return Object.freeze(
        Object.fromEntries(names.flatMap((listed) => (environment[listed] === undefined ? [] : [[listed, environment[listed]]]))),
      );
    },
    logLevel: (name) => {
      const text = textOf(name);
      return (
        LOG_LEVELS.find((level) => level === text) ?? complain(name, `is "${text}"; one of ${LOG_LEVELS.join(", ")} is needed.`, "info")
      );
    },
    flag: (name) => {
      const text = textOf(name);
      return text === "0" || text === "1" ? text === "1" : complain(name, `is "${text}"; 0 or 1 is needed.`, false);
    },
  };
}

function listOf(text: string | null): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function isReadable(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !NEVER_READABLE.test(name);
}
