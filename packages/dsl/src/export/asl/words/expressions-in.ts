import { isJsonArray, type Json } from "@skald/shared";
import { parseTemplate } from "../../../expression/template.ts";

/** Sources of all expressions in a document or a part of it. */
export function expressionsIn(json: Json): readonly string[] {
  if (typeof json === "string") return parseTemplate(json).parts.flatMap((part) => (part.kind === "expression" ? [part.source] : []));
  if (json === null || typeof json !== "object") return [];

  return (isJsonArray(json) ? json : Object.values(json)).flatMap(expressionsIn);
}
