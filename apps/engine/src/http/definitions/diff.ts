import { diffDocuments, diffTexts, readSources } from "@skald/dsl";
import type { DiffView, Json } from "@skald/shared";
import type { DefinitionStore, StoredDefinition } from "../../ports/definitions.ts";

/** What differs between two stored versions: their lines, and what that means for sagas that will start. */
export async function diffStored(definitions: DefinitionStore, from: StoredDefinition, to: StoredDefinition): Promise<DiffView> {
  const catalogues = await loadCatalogues(definitions);
  const { namespace, name, kind } = to;

  return {
    namespace,
    name,
    kind,
    from: sideOf(from),
    to: sideOf(to),
    hunks: diffTexts(from.source, to.source).map(({ lines, ...hunk }) => ({ ...hunk, lines: [...lines] })),
    changes: diffDocuments({ document: documentOf(from), catalogues }, { document: documentOf(to), catalogues }).map(
      ({ fields, ...change }) => (fields === undefined ? change : { ...change, fields: [...fields] }),
    ),
  };
}

function sideOf({ version, hash, compiled }: StoredDefinition): DiffView["from"] {
  return { version, hash, graph: compiled?.graph ?? null };
}

function documentOf({ source, canonical }: StoredDefinition): Json {
  return readSources(source, { many: false }).sources[0]?.value ?? (JSON.parse(canonical) as Json);
}

/** Every active version of every service: undos that stand in a catalogue are compared too. */
async function loadCatalogues(definitions: DefinitionStore): Promise<readonly Json[]> {
  const newest = await definitions.list("service");
  const versions = await Promise.all(newest.map(({ namespace, name }) => definitions.versions(namespace, name, "service")));

  return versions
    .flat()
    .filter(({ state }) => state === "active")
    .map(documentOf);
}
