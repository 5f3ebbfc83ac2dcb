import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../install.mjs";
import type { Verdict } from "./gate.ts";

interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly optionalDependencies?: Versions;
}

type Versions = Readonly<Record<string, string>>;

/** Exact versions in every manifest, and a lock file that names no host and leaves nothing unchecked. */
export async function checkLockFile(): Promise<Verdict> {
  const lock: { readonly packages: Readonly<Record<string, LockEntry>> } = JSON.parse(
    readFileSync(join(ROOT, "package-lock.json"), "utf8"),
  );
  const entries = Object.entries(lock.packages);
  const hosts = entries.filter(([, entry]) => /^[a-z+]+:/.test(entry.resolved ?? "")).map(([path]) => `${path}: names a download address`);
  const unchecked = entries.filter(isUnchecked).map(([path]) => `${path}: has no checksum`);
  const ranges = entries.filter(([path]) => !path.includes("node_modules")).flatMap(([path]) => rangesIn(path));
  const findings = [...hosts, ...unchecked, ...ranges];

  return { passed: findings.length === 0, findings: findings.join("\n"), notes: absentPlatforms(lock.packages) };
}

/**
 * A platform's package that no registry had when the lock file was written is left out of it. That
 * platform goes without, and below the root's own tools `npm ci` refuses everywhere: worth a note,
 * because a slightly older version of the tool has them all.
 */
function absentPlatforms(packages: Readonly<Record<string, LockEntry>>): readonly string[] {
  const present = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)));

  return Object.entries(packages).flatMap(([path, entry]) => {
    const absent = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !present.has(name));

    return absent.length === 0 ? [] : [`${path} ${entry.version ?? ""} is locked without ${absent.join(", ")}`];
  });
}

function isUnchecked([path, entry]: [string, LockEntry]): boolean {
  return path.includes("node_modules/") && entry.link !== true && entry.integrity === undefined;
}

function rangesIn(folder: string): readonly string[] {
  const file = join(folder, "package.json");
  const manifest: { readonly dependencies?: Versions; readonly devDependencies?: Versions } = JSON.parse(
    readFileSync(join(ROOT, file), "utf8"),
  );

  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+([-+].+)?$/.test(version))
    .map(([name, version]) => `${file}: "${name}" is "${version}", not one exact version`);
}
