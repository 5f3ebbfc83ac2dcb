import { isJsonArray, type Json } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { parseJq } from "../query/jq.ts";
import { parseJsonPath } from "../query/json-path.ts";
import { type Query, unknown } from "../query/query.ts";
import { resolveQuery } from "../query/resolve-query.ts";
import type { Session } from "../session.ts";
import { listOf, literal, NOTHING, objectOf, type Term, textOf } from "../term/term.ts";

/** A place of the source with what its expressions may read. `.` is the document. */
export interface Place {
  readonly session: Session;
  readonly at: Path;
  readonly root: (name: string) => Term | undefined;
}

/** A place below another. */
export function below<Spot extends Pick<Place, "at">>(place: Spot, ...steps: Path): Spot {
  return { ...place, at: [...place.at, ...steps] };
}

/** Says something of a place. */
export function tellAt(
  { session, at }: Pick<Place, "session" | "at">,
  kind: "kept" | "changed" | "dropped",
  [what, remedy]: readonly [string, string],
): void {
  session.tell({ at, kind, what, remedy });
}

/** Any JSON of the source: texts that are expressions are resolved, everything else is what it is. */
export function valueAt(json: Json, place: Place): Term {
  if (typeof json === "string") return textAt(json, place);
  if (json === null || typeof json !== "object") return literal(json);
  if (isJsonArray(json)) return listOf(json.map((item, index) => valueAt(item, below(place, index))));

  return objectOf(Object.entries(json).map(([name, member]) => [name, valueAt(member, below(place, name))]));
}

const WHOLE = /^\s*\$\{([\s\S]*)\}\s*$/;
const OLD = /^\s*\{\{([\s\S]*)\}\}\s*$/;

function textAt(text: string, place: Place): Term {
  const query = expressionIn(text);
  if (query !== null) return resolveAt(query, text, place);
  if (!text.includes("${")) return literal(text);
  const pieces = text.split(/\$\{([^}]*)\}/);
  const parts = pieces.map((piece, index) => (index % 2 === 0 ? piece : resolveAt(parseJq(piece), piece, place)));

  return parts.includes(NOTHING) ? NOTHING : textOf(parts);
}

function expressionIn(text: string): Query | null {
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined && !/\}[^{]*\$\{/.test(whole)) return parseJq(whole);
  const old = OLD.exec(text)?.[1];

  return old === undefined ? null : parseJsonPath(old.trim());
}

/** Whether a value is an expression. */
export function isExpression(json: Json | undefined): json is string {
  return typeof json === "string" && (WHOLE.test(json) || OLD.test(json));
}

/** A text that is an expression with or without its brackets. */
export function expressionAt(text: string, place: Place): Term {
  return resolveAt(queryOf(text), text, place);
}

/** A text that is a condition. A filter of JSONPath holds where it lets something through: the document, or an item. */
export function conditionAt(text: string, place: Place): Term {
  const query = queryOf(text);
  if (query.kind !== "each" || !["filter", "map"].includes(query.what)) return resolveAt(query, text, place);
  const { of, item, body, what } = query;
  if (what === "map" || !OLD.test(text)) return resolveAt(unknown("a list is no condition"), text, place);
  if (of.kind !== "root") return resolveAt({ ...query, what: "exists" }, text, place);

  return resolveAt(body, text, { ...place, root: (name) => place.root(name === item ? of.name : name) });
}

function queryOf(text: string): Query {
  return expressionIn(text) ?? (text.trim() === "" ? unknown("it is empty") : parseJq(text));
}

function resolveAt(query: Query, text: string, place: Place): Term {
  const shown = text.trim().length > 120 ? `${text.trim().slice(0, 120)}…` : text.trim();

  return resolveQuery(query, {
    root: place.root,
    note: place.session.noteRead,
    missingIsNull: true,
    tell: (why) =>
      tellAt(place, "dropped", [
        `"${shown}" cannot be written in CEL (${why}); null stands in its place.`,
        "Compute the value in a service, or write the expression anew.",
      ]),
  });
}

/** The members a text names, where it is a plain path such as `.a.b`; null where it is not. */
export function plainPath(text: string): readonly string[] | null {
  const inner = WHOLE.exec(text)?.[1] ?? OLD.exec(text)?.[1] ?? text;
  const path = inner.trim().replace(/^\$/, "");
  if (path === "." || path === "") return [];

  return /^(?:\.[A-Za-z_]\w*)+$/.test(path) ? path.slice(1).split(".") : null;
}
