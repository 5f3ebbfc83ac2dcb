import { isJsonArray, isJsonObject, type Json, type JsonObject, ownMember } from "@skald/shared";
import type { Path, Places } from "../../diagnostics/places.ts";
import type { Report } from "../../diagnostics/report.ts";
import { weighPattern } from "../../expression/values/pattern-weight.ts";
import { chartOf } from "../../model/chart.ts";
import { valueAt } from "../../model/read-json.ts";
import { endlessReference } from "./endless-references.ts";
import { KEYWORDS, type Kind, patternProblem, problemOf } from "./keywords.ts";
import { schemaAt } from "./schema-at.ts";

interface Walk {
  /** Every schema met, and every reference to one, to be followed when all are known. */
  readonly schemas: Set<Json>;
  readonly references: { readonly path: Path; readonly to: string }[];
  /** What may still be compiled of patterns, for all schemas of the document. */
  readonly patterns: { weightLeft: number };
  readonly places: Places;
  readonly report: Report;
}

// Compiling takes about 10 µs for each: a second or two for a document that is written to take long.
const PATTERNS_WEIGHT_MAX = 200_000;

/** Checks a JSON Schema of the author's: draft 2020-12, no remote references, every keyword known, patterns that compile. */
function checkUserSchema(schema: Json, path: Path, to: Pick<Walk, "patterns" | "places" | "report">): void {
  const walk: Walk = { ...to, schemas: new Set(), references: [] };
  checkSchema(schema, path, walk);
  for (const reference of walk.references) {
    const target = schemaAt(schema, reference.to);
    if (typeof target === "boolean" || (target !== undefined && walk.schemas.has(target))) continue;
    say(walk, reference.path, `No schema stands at ${reference.to.slice(0, 60)}.`);
  }
  const endless = endlessReference(schema);
  if (endless === undefined) return;

  say(walk, [...path, ...endless], "References lead back to this one, or through too many others: no value could ever be checked.");
}

function checkSchema(schema: Json, path: Path, walk: Walk): void {
  if (typeof schema === "boolean") return;
  if (!isJsonObject(schema)) return say(walk, path, "A schema must be an object, true or false.");

  walk.schemas.add(schema);
  for (const [keyword, value] of Object.entries(schema)) {
    const kind = ownMember(KEYWORDS, keyword);
    if (kind === undefined && keyword.startsWith("x-")) continue;
    if (kind === undefined) {
      walk.report({
        code: "BAD_SCHEMA",
        at: walk.places.keySpanOf([...path, keyword]),
        message: `"${keyword.slice(0, 60)}" is no keyword of JSON Schema.`,
        suggestion: { word: keyword, among: Object.keys(KEYWORDS) },
      });
      continue;
    }
    checkKeyword(kind, value, { path: [...path, keyword], walk });
  }
}

interface Keyword {
  readonly path: Path;
  readonly walk: Walk;
}

function checkKeyword(kind: Kind, value: Json, { path, walk }: Keyword): void {
  if (kind === "schema") return checkSchema(value, path, walk);
  if (kind === "members" || kind === "patterns") return checkMembers(kind, value, { path, walk });
  if (kind === "schemas") return checkList(value, { path, walk });

  const problem = problemOf(kind, value);
  if (problem !== undefined) return say(walk, path, problem);
  if (kind === "pattern") checkPattern(String(value), { path, walk });
  if (kind === "ref") walk.references.push({ path, to: String(value) });
}

function checkMembers(kind: "members" | "patterns", value: Json, { path, walk }: Keyword): void {
  if (!isJsonObject(value)) return say(walk, path, "This must be an object of schemas.");

  for (const [name, schema] of Object.entries(value)) {
    if (kind === "patterns") checkPattern(name, { path: [...path, name], walk });
    checkSchema(schema, [...path, name], walk);
  }
}

function checkPattern(pattern: string, { path, walk }: Keyword): void {
  walk.patterns.weightLeft -= weighPattern(pattern);
  const problem = walk.patterns.weightLeft < 0 ? "The patterns of this document repeat too much, all together." : patternProblem(pattern);
  if (problem !== undefined) say(walk, path, problem);
}

function checkList(value: Json, { path, walk }: Keyword): void {
  if (!isJsonArray(value) || value.length === 0) return say(walk, path, "This must be a list of schemas.");

  for (const [index, schema] of value.entries()) checkSchema(schema, [...path, index], walk);
}

function say(walk: Walk, path: Path, message: string): void {
  walk.report({ code: "BAD_SCHEMA", at: walk.places.spanOf(path), message });
}

/** Checks every JSON Schema that stands in a document. */
export function checkUserSchemas(
  kind: "saga" | "service",
  document: JsonObject,
  to: { readonly places: Places; readonly report: Report },
): void {
  const patterns = { weightLeft: PATTERNS_WEIGHT_MAX };
  const paths = kind === "saga" ? [["input", "schema"], ...formSchemas(document)] : operationSchemas(document);
  for (const path of paths) {
    const schema = valueAt(document, path);
    // What is neither an object nor a boolean was told with the shape.
    if (isJsonObject(schema)) checkUserSchema(schema, path, { ...to, patterns });
  }
}

function formSchemas(document: JsonObject): readonly Path[] {
  const states = chartOf(document).scopes.flatMap((scope) => [...scope.states.values()]);

  return states.filter((state) => state.type === "human").map((state) => [...state.path, "form"]);
}

function operationSchemas(document: JsonObject): readonly Path[] {
  const operations = document["operations"];
  if (!isJsonObject(operations)) return [];

  return Object.keys(operations).flatMap((name) => [
    ["operations", name, "params"],
    ["operations", name, "outputSchema"],
  ]);
}
