import { type CompiledSaga, compareVersions } from "@skald/dsl";
import type { BreakerOverride, DefinitionStore, LiveValues, StoredDefinition } from "../../ports/definitions.ts";

/** Documents in memory. */
export function createMemoryDefinitions(now: () => string = () => new Date(0).toISOString()): DefinitionStore {
  const stored = new Map<string, StoredDefinition>();
  const compiled = new Map<string, CompiledSaga>();
  const overrides = new Map<string, BreakerOverride>();
  const live = new Map<string, LiveValues>();

  const newestFirst = (matches: (definition: StoredDefinition) => boolean): readonly StoredDefinition[] =>
    [...stored.values()].filter(matches).sort((left, right) => compareVersions(right.version, left.version));

  return {
    save(definition) {
      const key = keyOf(definition.namespace, definition.name, definition.version);
      const existing = stored.get(key);
      if (existing !== undefined) {
        return Promise.resolve({ kind: existing.hash === definition.hash ? "exists" : "conflict", definition: existing });
      }

      const created: StoredDefinition = { ...definition, state: "active", createdAt: now() };
      stored.set(key, created);
      if (created.compiled !== null) compiled.set(created.compiled.hash, created.compiled);
      return Promise.resolve({ kind: "created", definition: created });
    },
    versions: (namespace, name, kind) =>
      Promise.resolve(newestFirst((one) => one.namespace === namespace && one.name === name && one.kind === kind)),
    find(kind, namespace, name, version) {
      const candidates = newestFirst((one) => one.kind === kind && one.namespace === namespace && one.name === name);
      const found = version === null ? candidates.find(isCurrent) : candidates.find((one) => one.version === version);
      return Promise.resolve(found ?? null);
    },
    byHash: (hash) => Promise.resolve(compiled.get(hash) ?? null),
    list(kind) {
      const newest = new Map<string, StoredDefinition>();
      for (const one of newestFirst((definition) => kind === null || definition.kind === kind)) {
        const name = `${one.kind} ${one.namespace}/${one.name}`;
        if (!newest.has(name)) newest.set(name, one);
      }
      return Promise.resolve([...newest.values()]);
    },
    setState(namespace, name, version, state) {
      const key = keyOf(namespace, name, version);
      const existing = stored.get(key);
      if (existing !== undefined) stored.set(key, { ...existing, state });
      return Promise.resolve(existing !== undefined);
    },
    breakerOverrides: () => Promise.resolve(Object.fromEntries(overrides)),
    setBreakerOverride(service, override) {
      if (override === null) overrides.delete(service);
      else overrides.set(service, override);
      return Promise.resolve();
    },
    liveValues: () => Promise.resolve(Object.fromEntries(live)),
    setLiveValues(service, values) {
      if (Object.keys(values).length === 0) live.delete(service);
      else live.set(service, values);
      return Promise.resolve();
    },
  };
}

/** What a start without version gets: active, no pre-release. */
function isCurrent({ state, version }: StoredDefinition): boolean {
  return state === "active" && !version.includes("-");
}

function keyOf(namespace: string, name: string, version: string): string {
  return `${namespace}/${name}@${version}`;
}
