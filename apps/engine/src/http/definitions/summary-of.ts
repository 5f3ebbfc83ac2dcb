import type { DefinitionSummary } from "@skald/shared";
import type { StoredDefinition } from "../../ports/definitions.ts";

/** One stored version as lists show it. */
export function summaryOf(
  { namespace, name, version, kind, hash, title, state, createdAt }: StoredDefinition,
  counts: Pick<DefinitionSummary, "versions" | "running">,
): DefinitionSummary {
  return { namespace, name, version, kind, hash, title, state, createdAt, ...counts };
}
