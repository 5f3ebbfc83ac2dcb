import { mustGet } from "../../model/must-get.ts";
import { readIfAny } from "../term/read-term.ts";
import { type CelTerm, type LayersTerm, layOver, NOTHING, type ObjectTerm, objectOf, type Term, tight } from "../term/term.ts";
import { keyOfTerm } from "../term/term-key.ts";
import type { Environment } from "./flow.ts";

// Where ways meet, a part of the document that differs between them gets a value of its own (`vars.x`), which every
// way sets before it arrives. What is the same on all ways stays what it is.

/** A value that every way to a node sets. */
export interface JoinValue {
  readonly name: string;
  /** What it is on each way, in the order of the ways. */
  readonly feeds: readonly Term[];
}

export interface Merged {
  readonly environment: Environment;
  readonly values: readonly JoinValue[];
}

/** How a node names the values that its ways set. */
export interface Joining {
  /** Whether a part was found to differ before: it then stays a value, so that the search comes to an end. */
  readonly differed: Set<string>;
  readonly nameFor: (part: string) => string;
}

/** What is known where ways meet. */
export function mergeEnvironments(ways: readonly Environment[], joining: Joining): Merged {
  const [only, another] = ways;
  if (only !== undefined && another === undefined) return { environment: only, values: [] };

  const values: JoinValue[] = [];
  const names = new Set(ways.flatMap((way) => [...way.keys()]));
  const environment = new Map(
    [...names].map((name) => [
      name,
      mergeTerms(
        ways.map((way) => way.get(name) ?? NOTHING),
        { part: name, joining, values },
      ),
    ]),
  );
  return { environment, values };
}

interface Merging {
  readonly part: string;
  readonly joining: Joining;
  readonly values: JoinValue[];
}

const DEPTH_MAX = 8;

function mergeTerms(terms: readonly Term[], merging: Merging): Term {
  const { part, joining } = merging;
  if (!joining.differed.has(part)) {
    const different = new Map(terms.map((term) => [keyOfTerm(term), term]));
    const [same] = different.values();
    if (same !== undefined && different.size === 1) return same;
    const parted = part.split("\n").length < DEPTH_MAX ? partedOf(terms) : null;
    if (parted !== null) return mergeParts(parted, merging);
    joining.differed.add(part);
  }
  const name = joining.nameFor(part);
  merging.values.push({ name, feeds: terms });
  return tight(`vars.${name}`);
}

type Layered = CelTerm | ObjectTerm | LayersTerm;

interface Parted {
  readonly base: readonly (CelTerm | ObjectTerm)[];
  readonly names: readonly string[];
  readonly terms: readonly Layered[];
}

// Documents that only differ in members written over the same thing are merged member by member.
function partedOf(terms: readonly Term[]): Parted | null {
  const split = terms.flatMap((term) => splitTop(term) ?? []);
  const [base, another] = new Map(split.map((each) => [each.base.map(keyOfTerm).join(" "), each.base])).values();
  if (base === undefined || another !== undefined || split.length < terms.length) return null;
  const names = new Set(split.flatMap(({ top }) => [...top.members.keys()]));
  // Objects without anything below must have the same members: one that is missing on a way is not null there.
  const isClosed = base.length === 0 && split.some(({ top }) => top.members.size !== names.size);

  return isClosed ? null : { base, names: [...names], terms: split.map(({ term }) => term) };
}

interface Split {
  readonly term: Layered;
  readonly base: Parted["base"];
  readonly top: ObjectTerm;
}

function splitTop(term: Term): Split | null {
  if (term.kind === "object") return { term, base: [], top: term };
  if (term.kind === "cel") return { term, base: [term], top: objectOf([]) };
  if (term.kind !== "layers") return null;
  const top = term.layers.at(-1);

  return top?.kind === "object" ? { term, base: term.layers.slice(0, -1), top } : { term, base: term.layers, top: objectOf([]) };
}

function mergeParts({ base, names, terms }: Parted, { part, joining, values }: Merging): Term {
  const members = names.map((name): readonly [string, Term] => [
    name,
    mergeTerms(
      terms.map((term) => (term.kind === "object" ? mustGet(term.members, name) : readIfAny(term, name))),
      { part: `${part}\n${name}`, joining, values },
    ),
  ]);

  return base.reduceRight<Term>((top, layer) => layOver(layer, top), objectOf(members));
}
