import { isJsonArray } from "@skald/shared";
import { celOf } from "./render-term.ts";
import {
  accessOf,
  bracketed,
  type CelTerm,
  type LayersTerm,
  type LiteralTerm,
  layOver,
  literal,
  memberNames,
  memberOfCel,
  memberOfLiteral,
  objectOf,
  type Term,
  tight,
} from "./term.ts";

/** Is told which members of values of unknown shape are read: a merge then knows at least those. */
export type NoteRead = (value: string, member: string) => void;

/** A member of a value; undefined when it is certain that there is none. */
export function readMember(term: Term, name: string, note: NoteRead): Term | undefined {
  switch (term.kind) {
    case "cel": {
      const names = memberNames(term.shape);
      if (names?.includes(name) === false) return undefined;
      if (names === null) note(term.text, name);
      return memberOfCel(term, name);
    }
    case "literal":
      return memberOfLiteral(term.value, name);
    case "object":
      return term.members.get(name);
    case "list":
    case "text":
      return undefined;
    case "layers":
      return readLayers(term, name, note);
  }
}

function readLayers({ layers }: LayersTerm, name: string, note: NoteRead): Term {
  const { maybe, found } = searchLayers(layers, name);
  for (const layer of maybe) note(layer.text, name);
  const [only, another] = maybe;

  return only !== undefined && another === undefined && found === undefined ? memberOfCel(only, name) : firstOf(maybe, name, found);
}

/** A member of a value that may have it or not; null where it has not. */
export function readIfAny(term: CelTerm | LayersTerm, name: string): Term {
  if (term.kind === "cel") return firstOf([term], name, undefined);
  const { maybe, found } = searchLayers(term.layers, name);

  return firstOf(maybe, name, found);
}

interface Searched {
  /** Values of unknown shape that may have the member, the topmost first. */
  readonly maybe: readonly CelTerm[];
  /** The member of the object below them that has it. */
  readonly found: Term | undefined;
}

// From the top: an object that has the member ends the search, a value of unknown shape may have it.
function searchLayers(layers: LayersTerm["layers"], name: string): Searched {
  const maybe: CelTerm[] = [];
  for (const layer of layers.toReversed()) {
    if (layer.kind === "cel") maybe.push(layer);
    else if (layer.members.has(name)) return { maybe, found: layer.members.get(name) };
  }
  return { maybe, found: undefined };
}

function firstOf(values: readonly CelTerm[], name: string, found: Term | undefined): Term {
  if (values.length === 0 && found !== undefined) return found;
  const optional = values.map((value) => `${bracketed(value)}${accessOf(name, true)}`).reduce((chain, read) => `${chain}.or(${read})`);

  return tight(`${optional}.orValue(${celOf(found ?? literal(null))})`);
}

/** An item of a list; undefined when it is certain that there is none. */
export function readIndex(term: Term, index: number): Term | undefined {
  if (term.kind === "list") return term.items.at(index);
  if (term.kind === "literal" && isJsonArray(term.value)) {
    const item = term.value.at(index);
    return item === undefined ? undefined : literal(item);
  }
  if (index < 0) {
    const list = celOf(term);
    return tight(`(${list})[size(${list}) - ${-index}]`);
  }
  return term.kind === "cel" ? tight(`${bracketed(term)}[${index}]`) : tight(`(${celOf(term)})[${index}]`);
}

/** The value with a part replaced. */
export function writeMember(term: Term, path: readonly string[], { value, note }: { readonly value: Term; readonly note: NoteRead }): Term {
  const [name, ...rest] = path;
  if (name === undefined) return value;

  const inner = rest.length === 0 ? value : writeMember(readMember(term, name, note) ?? objectOf([]), rest, { value, note });
  const base = term.kind === "literal" && term.value === null ? objectOf([]) : term;
  return layOver(base, objectOf([[name, inner]]));
}

/** A condition: whether a path leads to something. */
export function presenceOf(term: Term, path: readonly string[], note: NoteRead): CelTerm | LiteralTerm {
  const [name, ...rest] = path;
  if (name === undefined) return literal(true);
  if (term.kind === "cel" && memberNames(term.shape) === null) {
    note(term.text, name);
    return tight(`${bracketed(term)}${path.map((each) => accessOf(each, true)).join("")}.hasValue()`);
  }
  if (term.kind === "layers") return presenceInLayers(term, { name, rest }, note);
  const member = readMember(term, name, note);

  return member === undefined ? literal(false) : presenceOf(member, rest, note);
}

interface Into {
  readonly name: string;
  readonly rest: readonly string[];
}

function presenceInLayers({ layers }: LayersTerm, { name, rest }: Into, note: NoteRead): CelTerm | LiteralTerm {
  const top = layers.at(-1);
  const inTop = top?.kind === "object" ? top.members.get(name) : undefined;
  if (inTop !== undefined) return presenceOf(inTop, rest, note);
  const found = layers.map((layer) => presenceOf(layer, [name, ...rest], note));
  if (found.some((part) => part.kind === "literal" && part.value === true)) return literal(true);
  const maybe = found.flatMap((part) => (part.kind === "cel" ? part.text : []));

  return tight(maybe.length === 1 ? maybe.join("") : `(${maybe.join(" || ")})`);
}
