import { type CompiledSaga, compareVersions, isPreRelease, type ServiceModel } from "@skald/dsl";
import type { Clock } from "../ports/clock.ts";
import type { DefinitionStore, SavedDefinition, StoredDefinition } from "../ports/definitions.ts";
import { ByteBoundedCache } from "./byte-bounded-cache.ts";
import type { PrismaClient } from "./generated/client.ts";
import type { DefinitionModel } from "./generated/models.ts";
import { createServiceSettings } from "./service-settings.ts";

/** Another replica's upload may stay unseen for so long. */
const LATEST_FRESH_MS = 1_000;
const COMPILED_CACHE_BYTES = 64 * 1024 * 1024;

type Kind = "saga" | "service";

/**
 * What was compiled, parsed once per hash and bounded by bytes. Whoever asks again gets the same object: machines and
 * validators are kept by identity, and building them again costs milliseconds.
 */
class Models {
  readonly #models = new ByteBoundedCache<CompiledSaga | ServiceModel>(COMPILED_CACHE_BYTES);

  known(hash: string): CompiledSaga | ServiceModel | undefined {
    return this.#models.get(hash);
  }

  of(row: { readonly hash: string; readonly compiled: string }): CompiledSaga | ServiceModel {
    const known = this.#models.get(row.hash);
    if (known !== undefined) return known;

    const model = JSON.parse(row.compiled) as CompiledSaga | ServiceModel;
    this.#models.set(row.hash, model, row.compiled.length * 4);
    return model;
  }
}

/** What was found a moment ago, and is not looked for again so soon. */
class Latest {
  readonly #clock: Clock;
  readonly #found = new Map<string, { readonly atMs: number; readonly found: Promise<StoredDefinition | null> }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string, find: () => Promise<StoredDefinition | null>): Promise<StoredDefinition | null> {
    const known = this.#found.get(key);
    if (known !== undefined && this.#clock.monotonicMs() - known.atMs < LATEST_FRESH_MS) return known.found;

    const found = find();
    this.#found.set(key, { atMs: this.#clock.monotonicMs(), found });
    found.catch(() => this.#found.delete(key));
    return found;
  }

  clear(): void {
    this.#found.clear();
  }
}

/** Documents in PostgreSQL. */
export function createDefinitionStore(prisma: PrismaClient, clock: Clock): DefinitionStore {
  const models = new Models();
  const storedFromRow = (row: DefinitionModel): StoredDefinition => storedFrom(row, models.of(row));
  const latest = new Latest(clock);

  async function save(definition: Omit<StoredDefinition, "createdAt" | "state">): Promise<SavedDefinition> {
    const { namespace, name, version, kind } = definition;
    const inserted = await prisma.definition.createMany({ data: [rowOf(definition)], skipDuplicates: true });
    latest.clear();

    const row = await prisma.definition.findFirst({ where: { namespace, name, version, kind } });
    if (row === null) throw new Error(`The hash "${definition.hash}" of ${namespace}/${name} belongs to another document.`);
    const stored = storedFromRow(row);
    if (inserted.count === 1) return { kind: "created", definition: stored };
    return { kind: stored.hash === definition.hash ? "exists" : "conflict", definition: stored };
  }

  async function versions(namespace: string, name: string, kind: Kind): Promise<readonly StoredDefinition[]> {
    const rows = await prisma.definition.findMany({ where: { namespace, name, kind } });

    return rows.sort(newestFirst).map(storedFromRow);
  }

  // Asked for at every start of a saga, hence remembered for a second.
  function find(kind: Kind, namespace: string, name: string, version: string | null): Promise<StoredDefinition | null> {
    return latest.get(JSON.stringify([kind, namespace, name, version]), () => findNow(kind, { namespace, name, version }));
  }

  async function findNow(
    kind: Kind,
    { namespace, name, version }: { readonly namespace: string; readonly name: string; readonly version: string | null },
  ): Promise<StoredDefinition | null> {
    const candidates = await prisma.definition.findMany({
      where: { namespace, name, kind, ...(version === null ? { state: "active" } : { version }) },
      select: { hash: true, version: true },
    });
    const chosen = candidates.filter((row) => version !== null || !isPreRelease(row.version)).toSorted(newestFirst)[0];
    if (chosen === undefined) return null;

    const row = await prisma.definition.findUnique({ where: { hash: chosen.hash } });
    return row === null ? null : storedFromRow(row);
  }

  async function byHash(hash: string): Promise<CompiledSaga | null> {
    const known = models.known(hash);
    if (known !== undefined) return "machine" in known ? known : null;

    const row = await prisma.definition.findUnique({ where: { hash }, select: { hash: true, compiled: true, kind: true } });
    if (row === null || row.kind !== "saga") return null;
    return models.of(row) as CompiledSaga;
  }

  async function list(kind: Kind | null): Promise<readonly StoredDefinition[]> {
    const rows = await prisma.definition.findMany({
      where: kind === null ? {} : { kind },
      orderBy: [{ namespace: "asc" }, { name: "asc" }],
    });
    const documents = Map.groupBy(rows, (row) => JSON.stringify([row.kind, row.namespace, row.name]));

    return [...documents.values()].flatMap((group) => group.sort(newestFirst).slice(0, 1)).map(storedFromRow);
  }

  async function setState(namespace: string, name: string, version: string, state: StoredDefinition["state"]): Promise<boolean> {
    const changed = await prisma.definition.updateMany({ where: { namespace, name, version }, data: { state } });
    latest.clear();

    return changed.count > 0;
  }

  return { save, versions, find, byHash, list, setState, ...createServiceSettings(prisma) };
}

function newestFirst(left: { readonly version: string }, right: { readonly version: string }): number {
  return compareVersions(right.version, left.version);
}

function rowOf(definition: Omit<StoredDefinition, "createdAt" | "state">) {
  const { hash, namespace, name, version, kind, title, source, canonical } = definition;

  return {
    hash,
    namespace,
    name,
    version,
    kind,
    title,
    source,
    canonical,
    compiled: JSON.stringify(definition.compiled ?? definition.service),
  };
}

function storedFrom(row: DefinitionModel, model: CompiledSaga | ServiceModel): StoredDefinition {
  const { hash, namespace, name, version, title, source, canonical } = row;
  const kind = row.kind as Kind;

  return {
    namespace,
    name,
    version,
    kind,
    hash,
    title,
    source,
    canonical,
    state: row.state as StoredDefinition["state"],
    createdAt: row.createdAt.toISOString(),
    compiled: kind === "saga" ? (model as CompiledSaga) : null,
    service: kind === "service" ? (model as ServiceModel) : null,
  };
}
