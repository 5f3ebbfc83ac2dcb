import { type ChildSummary, childFromCompiled, type FindSaga, type FindService, highestFitting } from "@skald/dsl";
import type { DefinitionStore, StoredDefinition } from "../../ports/definitions.ts";

/** Finds what a saga names in other documents: services by their operations, sagas as children. */
export interface Finders {
  readonly find: FindService;
  readonly findSaga: FindSaga;
}

// Compiled sagas are large: they are read only when some state of the text names one, as `saga: shop/order`.
const NAMES_CHILD = /\bsaga["']?\s*:/;

/** Reads every active version of every document a text may name, so that references can be resolved without waiting. */
export async function loadFinders(definitions: DefinitionStore, text: string): Promise<Finders> {
  const [find, findSaga] = await Promise.all([
    loadFinder(definitions, "service", ({ service }) => service),
    NAMES_CHILD.test(text) ? loadFinder(definitions, "saga", childIn) : () => null,
  ]);

  return { find, findSaga };
}

function childIn({ compiled }: StoredDefinition): ChildSummary | null {
  return compiled === null ? null : childFromCompiled(compiled);
}

async function loadFinder<Found>(
  definitions: DefinitionStore,
  kind: StoredDefinition["kind"],
  foundIn: (stored: StoredDefinition) => Found | null,
): Promise<(namespace: string, name: string, range: string | null) => Found | null> {
  const newest = await definitions.list(kind);
  const versions = await Promise.all(newest.map(({ namespace, name }) => definitions.versions(namespace, name, kind)));
  const byName = new Map<string, Map<string, Found>>();
  for (const stored of versions.flat()) {
    const found = stored.state === "active" ? foundIn(stored) : null;
    if (found === null) continue;
    const key = `${stored.namespace}/${stored.name}`;
    const known = byName.get(key) ?? new Map<string, Found>();
    byName.set(key, known.set(stored.version, found));
  }

  return (namespace, name, range) => {
    const known = byName.get(`${namespace}/${name}`);
    const version = known === undefined ? undefined : highestFitting(known.keys(), range);
    return version === undefined ? null : (known?.get(version) ?? null);
  };
}
