import { isJsonArray, isJsonObject, type Json } from "@skald/shared";

// What the importer knows of a value before anything runs. Both source languages hand one document from state to
// state; ours reads `input`, `steps` and `vars` by name. So the document is followed as a term: where each of its
// parts comes from. Most of the plumbing of the source then needs no state of its own.

interface Sized {
  /** Parts, so that a document that doubles with every state is stopped. */
  readonly size: number;
}

/** A CEL expression. `shape` is what is known of its value; null: nothing. */
export interface CelTerm extends Sized {
  readonly kind: "cel";
  readonly text: string;
  /** Whether it can stand before a dot without brackets. */
  readonly isTight: boolean;
  readonly shape: Term | null;
}

export interface LiteralTerm extends Sized {
  readonly kind: "literal";
  readonly value: Json;
}

export interface ObjectTerm extends Sized {
  readonly kind: "object";
  readonly members: ReadonlyMap<string, Term>;
}

export interface ListTerm extends Sized {
  readonly kind: "list";
  readonly items: readonly Term[];
}

/** A text with values spliced in. */
interface TextTerm extends Sized {
  readonly kind: "text";
  readonly parts: readonly (string | Term)[];
}

/** Objects laid over each other, the last on top. CEL cannot merge, so they stay apart until something is read. */
export interface LayersTerm extends Sized {
  readonly kind: "layers";
  readonly layers: readonly (CelTerm | ObjectTerm)[];
}

export type Term = CelTerm | LiteralTerm | ObjectTerm | ListTerm | TextTerm | LayersTerm;

const CHARACTERS_PER_PART = 40;

/** An expression that binds as tightly as a name: `steps.a.output`, `size(x)`. */
export function tight(text: string, shape: Term | null | undefined = null): CelTerm {
  return { kind: "cel", text, isTight: true, shape, size: 1 + text.length / CHARACTERS_PER_PART };
}

/** An expression that needs brackets inside another: `a + b`. */
export function loose(text: string): CelTerm {
  return { kind: "cel", text, isTight: false, shape: null, size: 1 + text.length / CHARACTERS_PER_PART };
}

export function literal(value: Json): LiteralTerm {
  return { kind: "literal", value, size: 1 + JSON.stringify(value).length / CHARACTERS_PER_PART };
}

/** The value of something that could not be brought over. */
export const NOTHING: LiteralTerm = literal(null);

const REFUSED = new Set(["__proto__", "constructor", "prototype"]);

export function objectOf(members: Iterable<readonly [string, Term]>): ObjectTerm {
  const kept = [...members].filter(([name]) => !REFUSED.has(name));

  return { kind: "object", members: new Map(kept), size: 1 + sizeOf(kept.map(([, term]) => term)) };
}

export function listOf(items: readonly Term[]): ListTerm {
  return { kind: "list", items, size: 1 + sizeOf(items) };
}

export function textOf(given: readonly (string | Term)[]): Term {
  const parts: (string | Term)[] = [];
  for (const part of given) {
    const before = parts.at(-1);
    if (typeof part === "string" && typeof before === "string") parts[parts.length - 1] = before + part;
    else if (part !== "") parts.push(part);
  }
  if (parts.every((part) => typeof part === "string")) return literal(parts.join(""));

  return { kind: "text", parts, size: 1 + sizeOf(parts.filter((part) => typeof part !== "string")) };
}

/** One value over another. What is no object covers what is below. */
export function layOver(base: Term, top: Term): Term {
  const [upper, lower] = [layersOf(top), layersOf(base)];
  if (upper === null || lower === null) return top;

  const layers: (CelTerm | ObjectTerm)[] = [];
  for (const layer of [...lower, ...upper]) {
    const below = layers.at(-1);
    if (layer.kind === "object" && below?.kind === "object") layers[layers.length - 1] = objectOf([...below.members, ...layer.members]);
    else if (layer.kind !== "object" || layer.members.size > 0) layers.push(layer);
  }
  const [only] = layers;
  if (only === undefined) return objectOf([]);
  return layers.length === 1 ? only : { kind: "layers", layers, size: 1 + sizeOf(layers) };
}

/** An object whose members are known or written in CEL; null for what is no object. */
function layersOf(term: Term): readonly (CelTerm | ObjectTerm)[] | null {
  switch (term.kind) {
    case "layers":
      return term.layers;
    case "object":
      return [term];
    case "cel":
      return term.shape?.kind === "list" ? null : [exactly(term)];
    case "literal":
      return isJsonObject(term.value) ? [objectOf(Object.entries(term.value).map(([name, value]) => [name, literal(value)]))] : null;
    case "list":
    case "text":
      return null;
  }
}

// Where all members are known, merging is exact: each is read from where it is.
function exactly(term: CelTerm): CelTerm | ObjectTerm {
  const names = memberNames(term.shape);

  return names === null ? term : objectOf(names.map((name) => [name, memberOfCel(term, name)]));
}

/** The names of all members, null when they are not known. */
export function memberNames(term: Term | null): readonly string[] | null {
  switch (term?.kind) {
    case "object":
      return [...term.members.keys()];
    case "list":
      return [];
    case "literal":
      return isJsonObject(term.value) ? Object.keys(term.value) : null;
    case "cel":
      return memberNames(term.shape);
    default:
      return null;
  }
}

/** Whether a value is a list, an object or neither; undefined when it is not known. The input of a saga is an object. */
export function formOf(term: Term): "list" | "object" | "plain" | undefined {
  switch (term.kind) {
    case "list":
      return "list";
    case "object":
    case "layers":
      return "object";
    case "text":
      return "plain";
    case "literal":
      if (isJsonObject(term.value)) return "object";
      return isJsonArray(term.value) ? "list" : "plain";
    case "cel":
      if (term.shape !== null) return formOf(term.shape);
      return term.text === "input" ? "object" : undefined;
  }
}

/** `x.name`, with what the shape of `x` tells of it. */
export function memberOfCel(term: CelTerm, name: string): CelTerm {
  return tight(`${bracketed(term)}${accessOf(name)}`, shapeOfMember(term.shape, name));
}

function shapeOfMember(shape: Term | null, name: string): Term | undefined {
  switch (shape?.kind) {
    case "object":
      return shape.members.get(name);
    case "literal":
      return memberOfLiteral(shape.value, name);
    case "cel":
      return shapeOfMember(shape.shape, name);
    default:
      return undefined;
  }
}

/** A member of plain JSON; undefined when it has none of this name. */
export function memberOfLiteral(value: Json, name: string): LiteralTerm | undefined {
  const members = isJsonObject(value) ? new Map(Object.entries(value)) : new Map<string, Json>();
  const member = members.get(name);

  return member === undefined ? undefined : literal(member);
}

/** `.name`, or `["na-me"]` where it is no identifier. */
export function accessOf(name: string, isOptional = false): string {
  const mark = isOptional ? "?" : "";

  return IDENTIFIER.test(name) && !WORDS.has(name) ? `.${mark}${name}` : `[${mark}${JSON.stringify(name)}]`;
}

export function bracketed(term: CelTerm): string {
  return term.isTight ? term.text : `(${term.text})`;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const WORDS = new Set(
  "true false null in as break const continue else for function if import let loop namespace package return var void while".split(" "),
);

function sizeOf(terms: readonly Term[]): number {
  return terms.reduce((sum, term) => sum + term.size, 0);
}
