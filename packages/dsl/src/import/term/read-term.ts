import { isJsonArray, type Json } from "@skald/shared";
import { celOf } from "./render-term.ts";
import {
  accessOf,
  bracketed,
  type CelTerm,
  type LayersTerm,
  layOver,
  literal,
  memberNames,
  memberOfCel,
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

function memberOfLiteral(value: Json, name: string): Term | undefined {
  if (typeof value !== "object" || value === null || isJsonArray(value) || !Object.hasOwn(value, name)) return undefined;

  return literal(value[name] ?? null);
}

// From the top: an object that has the member ends the search, a value of unknown shape may have it.
function readLayers({ layers }: LayersTerm, name: string, note: NoteRead): Term {
  const maybe: CelTerm[] = [];
  let found: Term | undefined;
  for (const layer of layers.toReversed()) {
    if (layer.kind === "object") {
      found = layer.members.get(name);
      if (found !== undefined) break;
    } else {
      note(layer.text, name);
      maybe.push(layer);
    }
  }
  const [first, ...rest] = maybe;
  if (first === undefined) return found ?? literal(null);
  if (rest.length === 0 && found === undefined) return memberOfCel(first, name);

  const reads = maybe.map((layer) => `${bracketed(layer)}${accessOf(name, true)}`);
  const optional = reads.reduce((chain, read) => `${chain}.or(${read})`);
  return tight(`${optional}.orValue(${found === undefined ? "null" : celOf(found)})`);
}

/** An item of a list. */
export function readIndex(term: Term, index: number): Term | undefined {
  if (term.kind === "list") return index < 0 ? term.items.at(index) : term.items[index];
  if (term.kind === "literal" && Array.isArray(term.value)) {
    const item = (term.value as readonly Json[]).at(index);
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
export function presenceOf(term: Term, path: readonly string[], note: NoteRead): Term {
  const [name, ...rest] = path;
  if (name === undefined) return literal(true);
  if (term.kind === "cel" && memberNames(term.shape) === null) {
    note(term.text, name);
    return tight(`${bracketed(term)}${path.map((each) => accessOf(each, true)).join("")}.hasValue()`);
  }
  if (term.kind === "layers") return presenceInLayers(term, path, note);
  const member = readMember(term, name, note);

  return member === undefined ? literal(false) : presenceOf(member, rest, note);
}

function presenceInLayers(term: LayersTerm, [name = "", ...rest]: readonly string[], note: NoteRead): Term {
  const top = term.layers.at(-1);
  const inTop = top?.kind === "object" ? top.members.get(name) : undefined;
  if (inTop !== undefined) return presenceOf(inTop, rest, note);
  const each = term.layers.map((layer) => presenceOf(layer, [name, ...rest], note)).filter((part) => part.kind === "cel");
  const [only] = each;
  if (term.layers.some((layer) => layer.kind === "object" && layer.members.has(name) && rest.length === 0)) return literal(true);
  if (only === undefined) return literal(false);

  return each.length === 1 ? only : tight(`(${each.map((part) => part.text).join(" || ")})`);
}
