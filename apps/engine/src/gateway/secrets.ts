import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../ports/clock.ts";
import type { Secrets } from "../ports/secrets.ts";

// A rotated file is seen after at most this time; without it every call would read the disk.
const KEEP_MS = 1_000;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Where secrets come from. */
export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A folder with one file per secret; null: none. */
  readonly folder: string | null;
  readonly clock: Clock;
}

/**
 * Secrets of the environment (`internalToken` is `SKALD_SECRET_INTERNAL_TOKEN`) or of a folder, where the file
 * has the name as it is. The environment wins. One line break at the end of a file is no part of the secret.
 */
export function createSecrets({ environment, folder, clock }: SecretSources): Secrets {
  const kept = new Map<string, { readonly value: string | undefined; readonly untilMs: number }>();

  async function readFromFolder(name: string, directory: string): Promise<string | undefined> {
    const known = kept.get(name);
    if (known !== undefined && known.untilMs > clock.monotonicMs()) return known.value;

    const value = await readSecretFile(join(directory, name));
    kept.set(name, { value, untilMs: clock.monotonicMs() + KEEP_MS });
    return value;
  }

  return {
    read: async (name) => {
      // The name comes from a document: it must not become a path.
      if (!NAME.test(name)) return undefined;
      const value = environment[`SKALD_SECRET_${upperSnake(name)}`];

      return value === undefined && folder !== null ? readFromFolder(name, folder) : value;
    },
  };
}

/** `internalToken` → `INTERNAL_TOKEN`, `apiKey2` → `API_KEY2`, `snake_case` → `SNAKE_CASE`. */
export function upperSnake(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toUpperCase();
}

async function readSecretFile(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, { encoding: "utf8", signal: AbortSignal.timeout(2_000) })).replace(/\r?\n$/, "");
  } catch {
    // Absent, unreadable or too slow: there is no such secret now, and the call says so by name.
    return undefined;
  }
}
