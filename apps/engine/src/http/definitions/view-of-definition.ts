import { toView, validateText } from "@skald/dsl";
import { type DefinitionSummary, type DefinitionView, ProblemError } from "@skald/shared";
import type { StoredDefinition } from "../../ports/definitions.ts";
import type { Door } from "../edge.ts";
import { loadFinders } from "./find-documents.ts";
import { proofOf } from "./proof-of.ts";
import { summaryOf } from "./summary-of.ts";

const LIVE = ["running", "waiting", "paused", "compensating", "suspended"] as const;
const COUNTED_MAX = 10_000;

/** A stored version with everything that can be shown of it. Warnings are found anew: they are not stored. */
export async function viewOfDefinition(door: Door, stored: StoredDefinition): Promise<DefinitionView> {
  const { source, canonical, compiled } = stored;
  const { diagnostics } = source === "" ? { diagnostics: [] } : validateText(source, await loadFinders(door.definitions, source));
  const versions = await door.definitions.versions(stored.namespace, stored.name, stored.kind);

  return {
    ...summaryOf(stored, { versions: versions.length, running: await countRunning(door, stored) }),
    source,
    canonical: JSON.parse(canonical),
    compiled,
    graph: compiled?.graph ?? null,
    proof: await proofOf(door, compiled),
    diagnostics: diagnostics.map((diagnostic) => toView(diagnostic, source)),
  };
}

/** Live sagas of one version. */
export async function countRunning(door: Door, { kind, namespace, name, version }: StoredDefinition): Promise<number> {
  if (kind === "service") return 0;

  return (await door.projection.count({ namespace, name, version, status: LIVE, order: "newest" })) ?? COUNTED_MAX;
}

/** Names of a document in a path, and which kind is meant where a saga and a service share them. */
export interface DocumentName {
  readonly namespace: string;
  readonly name: string;
  readonly kind?: DefinitionSummary["kind"];
}

/**
 * Every version of a document, newest first.
 *
 * @throws ProblemError DEFINITION_NOT_FOUND
 */
export async function requireVersions(door: Door, { namespace, name, kind }: DocumentName): Promise<readonly StoredDefinition[]> {
  for (const one of kind === undefined ? (["saga", "service"] as const) : [kind]) {
    const versions = await door.definitions.versions(namespace, name, one);
    if (versions.length > 0) return versions;
  }

  throw new ProblemError("DEFINITION_NOT_FOUND", `There is no definition "${namespace}/${name}".`);
}

/**
 * One version of a document.
 *
 * @throws ProblemError DEFINITION_NOT_FOUND
 */
export async function requireVersion(door: Door, document: DocumentName, version: string): Promise<StoredDefinition> {
  const found = (await requireVersions(door, document)).find((one) => one.version === version);
  if (found !== undefined) return found;

  throw new ProblemError("DEFINITION_NOT_FOUND", `There is no version ${version} of "${document.namespace}/${document.name}".`);
}
