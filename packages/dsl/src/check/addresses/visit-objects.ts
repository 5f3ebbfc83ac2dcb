import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";

// What a request carries or a schema describes is the author's own, and so are the names under these.
const OWN = new Set([
  "with",
  "body",
  "output",
  "values",
  "input",
  "params",
  "outputSchema",
  "data",
  "query",
  "headers",
  "labels",
  "services",
  "outcomes",
  "policy",
]);

/** Visits every object of a document whose fields are the language's. */
export function visitObjects(document: Json, visit: (object: JsonObject, path: Path) => void): void {
  const enter = (value: Json, path: Path): void => {
    if (isJsonArray(value)) {
      for (const [index, item] of value.entries()) enter(item, [...path, index]);
    } else if (isJsonObject(value)) {
      visit(value, path);
      for (const [name, member] of Object.entries(value)) if (isOpen(name, member, path)) enter(member, [...path, name]);
    }
  };

  enter(document, []);
}

// Under these the author names what the language describes: a state may be called "data".
const NAMED = new Set(["states", "branches", "operations"]);

// `body` is the author's in a call, and of the language in a forEach.
function isOpen(name: string, member: Json, path: Path): boolean {
  if (!OWN.has(name) || NAMED.has(String(path.at(-1)))) return true;

  return name === "body" && isJsonObject(member) && isJsonObject(member["states"]);
}
