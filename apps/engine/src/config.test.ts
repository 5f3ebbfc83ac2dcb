import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type Config, readConfig, SETTINGS } from "./config.ts";

function configOf(environment: Readonly<Record<string, string>>): Config | undefined {
  const read = readConfig(environment);

  return read.ok ? read.config : undefined;
}

function errorsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  const read = readConfig(environment);

  return read.ok ? [] : read.errors;
}

describe("configuration", () => {
  test("an empty environment gives the defaults", () => {
    expect(configOf({})).toEqual({
      port: 8088,
      consolePort: 3000,
      host: "127.0.0.1",
      databaseUrl: null,
      dataDir: resolve(".skald"),
      replica: null,
      egressAllow: [],
      env: {},
      maxConcurrentSagas: 0,
      defaultTimeoutMs: 300_000,
      cleanupAfterHours: 24,
      logLevel: "info",
      secretsDir: null,
      allowUnsafeDb: false,
    });
  });

  test("what is set empty is not set", () => {
    expect(configOf(Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, " "])))).toEqual(configOf({}));
  });

  test("everything can be said", () => {
    const config = configOf({
      PORT: "0",
      HOST: "::1",
      DATABASE_URL: "postgresql://me@db/skald",
      SKALD_DATA: "/var/lib/skald",
      SKALD_REPLICA: "east-1",
      SKALD_EGRESS_ALLOW: "10.0.0.0/8, fd00::/8",
      SKALD_ENV_ALLOW: "INVENTORY_URL,ABSENT_URL",
      INVENTORY_URL: "http://10.0.0.1",
      MAX_CONCURRENT_SAGAS: "500",
      DEFAULT_TIMEOUT_MS: "1000",
      CLEANUP_AFTER_HOURS: "48",
      LOG_LEVEL: "debug",
      SKALD_SECRETS: "/run/secrets",
      SKALD_ALLOW_UNSAFE_DB: "1",
    });

    expect(config).toEqual({
      port: 0,
      consolePort: 3000,
      host: "::1",
      databaseUrl: "postgresql://me@db/skald",
      dataDir: "/var/lib/skald",
      replica: "east-1",
      egressAllow: ["10.0.0.0/8", "fd00::/8"],
      env: { INVENTORY_URL: "http://10.0.0.1" },
      maxConcurrentSagas: 500,
      defaultTimeoutMs: 1_000,
      cleanupAfterHours: 48,
      logLevel: "debug",
      secretsDir: "/run/secrets",
      allowUnsafeDb: true,
    });
  });

  test("nobody can change it afterwards", () => {
    const config = configOf({});

    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config?.env)).toBe(true);
  });

  test.each(["0.0.0.0", "::", "10.0.0.5", "skald.example"])("%s is no address to listen on while nobody has to log in", (host) => {
    expect(errorsOf({ HOST: host })).toEqual([
      `HOST is "${host}"; the engine listens on loopback only (127.0.0.1, ::1, localhost), because its API asks nobody to log in. Put a proxy that does in front of it.`,
    ]);
  });

  test("all errors are told at once, in sentences", () => {
    const errors = errorsOf({
      PORT: "eighty",
      DATABASE_URL: "mysql://root:secret@db",
      SKALD_REPLICA: "a b",
      SKALD_EGRESS_ALLOW: "10.0.0.0/8,10.0.0.0/99",
      SKALD_ENV_ALLOW: "GOOD,SKALD_SECRET_TOKEN,DATABASE_URL,PGPASSWORD,a-b",
      MAX_CONCURRENT_SAGAS: "-1",
      DEFAULT_TIMEOUT_MS: "0",
      CLEANUP_AFTER_HOURS: "1.5",
      LOG_LEVEL: "loud",
      SKALD_ALLOW_UNSAFE_DB: "yes",
    });

    expect(errors.map((error) => error.split(" ", 1)[0])).toEqual([
      "PORT",
      "DATABASE_URL",
      "SKALD_REPLICA",
      "SKALD_EGRESS_ALLOW",
      "SKALD_ENV_ALLOW",
      "SKALD_ENV_ALLOW",
      "SKALD_ENV_ALLOW",
      "SKALD_ENV_ALLOW",
      "MAX_CONCURRENT_SAGAS",
      "DEFAULT_TIMEOUT_MS",
      "CLEANUP_AFTER_HOURS",
      "LOG_LEVEL",
      "SKALD_ALLOW_UNSAFE_DB",
    ]);
    expect(errors.every((error) => error.endsWith("."))).toBe(true);
    expect(errors.join()).not.toContain("secret@");
  });
});
