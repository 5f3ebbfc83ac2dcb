import { type CompiledSaga, compareVersions, isPreRelease } from "@skald/dsl";
import type { BreakerOverride, DefinitionStore, LiveValues, StoredDefinition } from "../../ports/definitions.ts";

/** Documents in a list. */
export interface MemoryDefinitions extends DefinitionStore {
  /** Stores a compiled saga that never was a text. */
  add(compiled: CompiledSaga): void;
  /** Every reading fails from now on with this error. */
  failWith(error: Error | null): void;
}

export function createMemoryDefinitions(): MemoryDefinitions {
  const stored: StoredDefinition[] = [];
  const overrides: Record<string, BreakerOverride> = {};
  const live: Record<string, LiveValues> = {};
  let failure: Error | null = null;
  const all = (): readonly StoredDefinition[] => {
    if (failure !== null) throw failure;
    return stored;
  };
  const newestFirst = (some: readonly StoredDefinition[]): readonly StoredDefinition[] =>
    some.toSorted((left, right) => compareVersions(right.version, left.version));
  const put = (definition: Omit<StoredDefinition, "createdAt" | "state">): StoredDefinition => {
    const created: StoredDefinition = { ...definition, state: "active", createdAt: "2026-11-01T08:00:00.000Z" };
    stored.push(created);
    return created;
  };

  return {
    add(compiled) {
      const { namespace, name, version, hash, title } = compiled;
      put({ namespace, name, version, hash, title, kind: "saga", source: "", canonical: "{}", compiled, service: null });
    },
    failWith(error) {
      failure = error;
    },
    async save(definition) {
      const known = all().find(
        ({ namespace, name, version, kind }) =>
          namespace === definition.namespace && name === definition.name && version === definition.version && kind === definition.kind,
      );
      if (known === undefined) return { kind: "created", definition: put(definition) };
      return { kind: known.hash === definition.hash ? "exists" : "conflict", definition: known };
    },
    versions: async (namespace, name, kind) =>
      newestFirst(all().filter((one) => one.namespace === namespace && one.name === name && one.kind === kind)),
    async find(kind, namespace, name, version) {
      const some = newestFirst(all().filter((one) => one.kind === kind && one.namespace === namespace && one.name === name));
      const fits = (one: StoredDefinition): boolean =>
        version === null ? one.state === "active" && !isPreRelease(one.version) : one.version === version;
      return some.find(fits) ?? null;
    },
    byHash: async (hash) => all().find((one) => one.hash === hash)?.compiled ?? null,
    list: async (kind) => {
      const some = newestFirst(all().filter((one) => kind === null || one.kind === kind));
      return [...Map.groupBy(some, (one) => `${one.kind} ${one.namespace}/${one.name}`).values()].flatMap((group) => group.slice(0, 1));
    },
    async setState(namespace, name, version, state) {
      const index = stored.findIndex((one) => one.namespace === namespace && one.name === name && one.version === version);
      const found = stored[index];
      if (found === undefined) return false;
      stored[index] = { ...found, state };
      return true;
    },
    breakerOverrides: async () => overrides,
    async setBreakerOverride(service, override) {
      delete overrides[service];
      if (override !== null) overrides[service] = override;
    },
    liveValues: async () => live,
    async setLiveValues(service, values) {
      live[service] = values;
    },
  };
}
