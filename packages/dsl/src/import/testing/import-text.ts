import type { Json, JsonObject } from "@skald/shared";
import { validateText } from "../../validate-text.ts";
import { importWorkflow } from "../import-workflow.ts";
import type { Imported, Loss } from "../imported.ts";
import { writeImported } from "../write-imported.ts";

/** The import of a text that can be imported. */
export function importText(text: string, name = "sample"): Imported {
  const result = importWorkflow(text, { name });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));

  return result.imported;
}

/** The saga of an import. */
export function sagaOf({ documents }: Imported): JsonObject {
  return documents[0] ?? {};
}

/** A state of the saga of a text. */
export function stateOf(text: string, name: string): Json {
  return (sagaOf(importText(text))["states"] as JsonObject)[name] ?? null;
}

/** The operations of the services of an import, by `service.operation`. */
export function operationsOf({ documents }: Imported): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(
    documents.slice(1).flatMap((document) => {
      const service = String((document["document"] as JsonObject)["name"]);
      return Object.entries(document["operations"] as JsonObject).map(([name, operation]) => [
        `${service}.${name}`,
        operation as JsonObject,
      ]);
    }),
  );
}

/** What was told of a kind, one sentence each. */
export function told(text: string, kind: Loss["kind"]): readonly string[] {
  return importText(text)
    .losses.filter((loss) => loss.kind === kind)
    .map(({ what }) => what);
}

// What an author has to decide or to upload too, and loops the source itself makes: no fault of the import.
const HONEST: ReadonlySet<string> = new Set(["UNDO_NEEDS_OUTPUT", "UNKNOWN_SAGA", "ENDLESS_LOOP"]);

/** Errors that validation finds in the files an import is written to, but for those that tell of the source. */
export function mistakesIn(imported: Imported): readonly string[] {
  const text = writeImported(imported)
    .map((file) => file.text)
    .join("---\n");

  return validateText(text, { many: true })
    .diagnostics.filter(({ severity, code }) => severity === "error" && !HONEST.has(code))
    .map(({ code, message }) => `${code} ${message}`);
}
