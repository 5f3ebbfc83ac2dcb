import { isJsonObject, type JsonObject } from "@skald/shared";
import { memberOf, textAt } from "../../model/read-json.ts";
import { readSources } from "../../source/read-sources.ts";
import type { CatalogueProblem } from "../catalogue-note.ts";

/** A description of a service over HTTP as it stands, and which of the two shapes it has. */
export interface Description {
  readonly format: "openapi" | "swagger";
  readonly root: JsonObject;
}

type Read =
  | { readonly ok: true; readonly description: Description }
  | { readonly ok: false; readonly problems: readonly CatalogueProblem[] };

/** Reads the text of an OpenAPI 3.0 or 3.1 or a Swagger 2.0 description, YAML or JSON, up to 4 MiB. */
export function readDescription(text: string): Read {
  const { sources, diagnostics } = readSources(text, { many: false, foreign: true });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { ok: false, problems: errors.map(({ message, span }) => ({ message, line: span.line })) };

  const root = sources[0]?.value;
  if (!isJsonObject(root)) return refuse("The description is not an object.");
  const format = formatOf(root);
  if (format === null) {
    return refuse('This is no OpenAPI description: "openapi: 3.0.x", "openapi: 3.1.x" or "swagger: 2.0" is needed at its top.');
  }
  return isJsonObject(memberOf(root, "paths")) ? { ok: true, description: { format, root } } : refuse('The description has no "paths".');
}

function formatOf(root: JsonObject): Description["format"] | null {
  if (/^3\.\d/.test(textAt(root, "openapi") ?? String(root["openapi"]))) return "openapi";

  return /^2(\.0)?$/.test(textAt(root, "swagger") ?? String(root["swagger"])) ? "swagger" : null;
}

function refuse(message: string): Read {
  return { ok: false, problems: [{ message, line: null }] };
}
