import type { CompiledSaga } from "@skald/dsl";

/** Where compiled sagas are found by hash. */
export interface Definitions {
  byHash(hash: string): Promise<CompiledSaga | null>;
}

/** Compiled sagas in memory. They never change, so a cached one is never stale. */
export interface DefinitionCache {
  /** At once when it is cached. */
  get(hash: string): CompiledSaga | Promise<CompiledSaga | null>;
}

/** Keeps the `max` definitions used last. */
export function createDefinitionCache(definitions: Definitions, max = 256): DefinitionCache {
  const cached = new Map<string, CompiledSaga>();

  const remember = (definition: CompiledSaga | null): CompiledSaga | null => {
    if (definition === null) return null;
    cached.set(definition.hash, definition);
    const [oldest] = cached.keys();
    if (cached.size > max && oldest !== undefined) cached.delete(oldest);
    return definition;
  };

  return {
    get(hash) {
      const found = cached.get(hash);
      if (found === undefined) return definitions.byHash(hash).then(remember);
      if (cached.size > max / 2) {
        cached.delete(hash);
        cached.set(hash, found);
      }
      return found;
    },
  };
}
