import { isJsonArray, type Json } from "@skald/shared";
import { accessOf, bracketed, type CelTerm, type LayersTerm, type ObjectTerm, objectOf, type Term, tight } from "./term.ts";

/** How a merge that CEL cannot make is written: from the members known of values of unknown shape. */
export interface Merging {
  /** The members that are read of a value anywhere in the source. */
  readonly membersRead: (value: string) => readonly string[];
  /** Is told when members may be missing in what was written. */
  readonly tellPartial: (fields: readonly string[]) => void;
}

const BLIND: Merging = { membersRead: () => [], tellPartial: () => undefined };

/** A term as a template: what is not computed stays plain JSON. */
export function templateOf(term: Term, merging: Merging = BLIND): Json {
  switch (term.kind) {
    case "cel":
      return `\${ ${term.text} }`;
    case "literal":
      return escapeJson(term.value);
    case "object":
      return Object.fromEntries([...term.members].map(([name, member]) => [name, templateOf(member, merging)]));
    case "list":
      return term.items.map((item) => templateOf(item, merging));
    case "text":
      // One expression alone would keep the type of its value.
      return term.parts.length === 1 ? `\${ ${celOf(term, merging)} }` : term.parts.map((part) => splice(part, merging)).join("");
    case "layers":
      return templateOf(mergedOf(term, merging), merging);
  }
}

/** A term as one expression in braces, for places that take nothing else. */
export function expressionOf(term: Term, merging: Merging = BLIND): string {
  return `\${ ${celOf(term, merging)} }`;
}

/** A term in CEL. */
export function celOf(term: Term, merging: Merging = BLIND): string {
  switch (term.kind) {
    case "cel":
      return term.text;
    case "literal":
      return celOfJson(term.value);
    case "object":
      return `{${[...term.members].map(([name, member]) => `${JSON.stringify(name)}: ${celOf(member, merging)}`).join(", ")}}`;
    case "list":
      return `[${term.items.map((item) => celOf(item, merging)).join(", ")}]`;
    case "text":
      return term.parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : `string(${celOf(part, merging)})`)).join(" + ");
    case "layers":
      return celOf(mergedOf(term, merging), merging);
  }
}

/** A term in CEL as one operand of another. */
export function operandOf(term: Term): string {
  if (term.kind === "cel") return bracketed(term);

  return term.kind === "text" ? `(${celOf(term)})` : celOf(term);
}

function celOfJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isJsonArray(value)) return `[${value.map(celOfJson).join(", ")}]`;

  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}: ${celOfJson(member)}`)
    .join(", ")}}`;
}

/** A text of the source as it stands, whatever it looks like. */
function escapeText(text: string): string {
  return text.replaceAll("${", () => "$${");
}

function escapeJson(value: Json): Json {
  if (typeof value === "string") return escapeText(value);
  if (value === null || typeof value !== "object") return value;
  if (isJsonArray(value)) return value.map(escapeJson);

  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, escapeJson(member)]));
}

function splice(part: string | Term, merging: Merging): string {
  if (typeof part === "string") return escapeText(part);
  if (part.kind === "literal" && (typeof part.value === "string" || typeof part.value === "number")) return escapeText(String(part.value));

  return `\${ ${celOf(part, merging)} }`;
}

/** Layers as one object, of the members that are known. */
export function mergedOf({ layers }: LayersTerm, merging: Merging): ObjectTerm {
  const members = new Map<string, Term>();
  for (const layer of layers) {
    if (layer.kind === "object") for (const [name, member] of layer.members) members.set(name, member);
    else for (const name of merging.membersRead(layer.text)) members.set(name, maybeMember(layer, name, members.get(name)));
  }
  merging.tellPartial([...members.keys()]);

  return objectOf(members);
}

function maybeMember(layer: CelTerm, name: string, below: Term | undefined): Term {
  return tight(`${bracketed(layer)}${accessOf(name, true)}.orValue(${below === undefined ? "null" : celOf(below)})`);
}
