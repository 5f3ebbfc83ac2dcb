import { buildLive, readSources, validateText, verdictOf } from "@skald/dsl";
import { isJsonObject, type JsonObject, ProblemError } from "@skald/shared";
import type { LiveValues, StoredDefinition } from "../../ports/definitions.ts";
import { CAPABILITIES } from "../../ports/saga-host.ts";

/**
 * Live values as the gateway takes them. `body` has the shape of the schema; what no schema can say is asked of
 * the document as it would be with these values.
 *
 * @throws ProblemError DOCUMENT_INVALID or NOT_YET_RUNNABLE.
 */
export function prepareLive({ source }: StoredDefinition, body: JsonObject): LiveValues {
  requireValid({ ...documentOf(source), ...body });

  const live = buildLive(body);
  return Object.fromEntries(Object.entries(live).filter(([name]) => Object.hasOwn(body, name)));
}

function documentOf(source: string): JsonObject {
  const value = readSources(source, { many: false }).sources[0]?.value;

  return isJsonObject(value) ? value : {};
}

function requireValid(document: JsonObject): void {
  const { diagnostics } = validateText(JSON.stringify(document), { runnable: CAPABILITIES });
  const verdict = verdictOf(diagnostics);
  if (verdict === "valid") return;

  const wrong = diagnostics.filter(({ severity }) => severity === "error");
  const code = verdict === "notYetRunnable" ? "NOT_YET_RUNNABLE" : "DOCUMENT_INVALID";
  throw new ProblemError(code, `The service cannot have these values: ${wrong[0]?.message ?? ""}`, {
    errors: wrong.map(({ code: diagnostic, message }) => ({ code: diagnostic, message })),
  });
}
