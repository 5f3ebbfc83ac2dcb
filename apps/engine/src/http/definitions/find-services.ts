import type { FindService, ServiceModel } from "@skald/dsl";
import { highestFitting } from "@skald/dsl";
import type { DefinitionStore } from "../../ports/definitions.ts";

/** Reads every active version of every service once, so that references can be resolved without waiting. */
export async function loadServices(definitions: DefinitionStore): Promise<FindService> {
  const newest = await definitions.list("service");
  const versions = await Promise.all(newest.map(({ namespace, name }) => definitions.versions(namespace, name, "service")));
  const byName = new Map<string, Map<string, ServiceModel>>();
  for (const { namespace, name, version, state, service } of versions.flat()) {
    if (service === null || state !== "active") continue;
    const known = byName.get(`${namespace}/${name}`) ?? new Map<string, ServiceModel>();
    byName.set(`${namespace}/${name}`, known.set(version, service));
  }

  return (namespace, name, range) => {
    const known = byName.get(`${namespace}/${name}`);
    const version = known === undefined ? undefined : highestFitting(known.keys(), range);
    return version === undefined ? null : (known?.get(version) ?? null);
  };
}
