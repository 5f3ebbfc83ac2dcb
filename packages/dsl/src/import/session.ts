import type { Path } from "../diagnostics/places.ts";
import type { SourceDocument } from "../source/source-document.ts";
import { type Catalogue, createCatalogue } from "./catalogue/catalogue.ts";
import type { ImportProblem, Loss } from "./imported.ts";
import { createNames, type Names } from "./names.ts";
import type { NoteRead } from "./term/read-term.ts";
import type { Merging } from "./term/render-term.ts";

/** What is said of one place of the source. */
interface Telling {
  readonly at: Path;
  readonly kind: Loss["kind"];
  readonly what: string;
  readonly remedy: string;
}

/** Everything one import works with. It lives as long as the import. */
export interface Session {
  readonly source: SourceDocument;
  /** Names of states and branches: unique in the whole saga, so that inner scopes hide nothing. */
  readonly names: Names;
  /** Names of the items of loops, read as they are. */
  readonly itemNames: Names;
  /** Names of values, read as `vars.x`. */
  readonly valueNames: Names;
  /** Names of values by what they are for: one thing keeps its name however often it is looked at. */
  readonly namesOf: Map<string, string>;
  readonly catalogue: Catalogue;
  readonly comments: Map<string, string>;
  readonly noteRead: NoteRead;
  tell(telling: Telling): void;
  /** Does some work while what it tells is not kept: it is done again when more is known. */
  quietly<Result>(work: () => Result): Result;
  losses(): readonly Loss[];
  /** How merged objects are written at a place of the source. */
  merging(at: Path, what: string): Merging;
  /**
   * Counts a piece of work.
   *
   * @throws TooComplex when a source keeps the importer busy that no person wrote.
   */
  spend(): void;
}

/** The source is too large or too tangled. Caught at the door of the importer. */
export class TooComplex extends Error {
  override readonly name = "";
}

/** The source breaks the rules of its language. Caught at the door of the importer. */
export class Refusal extends Error {
  readonly at: Path;
  readonly remedy: string;

  constructor(at: Path, message: string, remedy: string) {
    super(message);
    this.at = at;
    this.remedy = remedy;
  }
}

// Files that people wrote take a hundred to two thousand pieces.
const WORK_MAX = 10_000;

/** Begins an import of a source. */
export function createSession(source: SourceDocument): Session {
  const told = new Map<string, Telling>();
  const reads = new Map<string, Set<string>>();
  let [silent, work] = [0, 0];
  const session: Session = {
    source,
    names: createNames({ suffix: "State" }),
    itemNames: createNames({ taken: RESERVED, suffix: "Item" }),
    valueNames: createNames({ suffix: "Value" }),
    namesOf: new Map(),
    catalogue: createCatalogue(),
    comments: new Map(),
    noteRead: (value, member) => void (reads.get(value) ?? emptied(reads, value)).add(member),
    tell: (telling) => {
      if (silent === 0) told.set(`${pointerOf(telling.at)} ${telling.what}`, telling);
    },
    quietly: (action) => {
      silent += 1;
      try {
        return action();
      } finally {
        silent -= 1;
      }
    },
    losses: () => [...told.values()].map((telling) => lossOf(telling, source)).sort((left, right) => left.line - right.line),
    merging: (at, what) => ({
      membersRead: (value) => [...(reads.get(value) ?? [])],
      tellPartial: (fields) => session.tell(partial(at, what, fields)),
    }),
    spend: () => {
      work += 1;
      if (work > WORK_MAX) throw new TooComplex();
    },
  };
  return session;
}

/** Names expressions read; a value or item of that name would hide them. */
const RESERVED = [
  "input",
  "steps",
  "vars",
  "saga",
  "env",
  "secrets",
  "error",
  "event",
  "params",
  "output",
  "response",
  "request",
  "cause",
  "each",
  "one",
];

function emptied(reads: Map<string, Set<string>>, value: string): Set<string> {
  const members = new Set<string>();
  reads.set(value, members);

  return members;
}

function partial(at: Path, what: string, fields: readonly string[]): Telling {
  const named = fields
    .slice(0, 12)
    .map((field) => `"${field}"`)
    .join(", ");

  return {
    at,
    kind: "changed",
    what: `${what} takes a whole document that several states have written to. Objects cannot be merged here: only the members that the source names are passed${named === "" ? "" : `: ${named}`}.`,
    remedy: "Add the members that are missing, or pass the parts apart.",
  };
}

function lossOf({ at, kind, what, remedy }: Telling, source: SourceDocument): Loss & { readonly line: number } {
  return { at: pointerOf(at), line: source.keySpanOf(at).line, kind, what, remedy };
}

/** The JSON pointer of a path. */
function pointerOf(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A problem at a place of the source. */
export function problemOf(code: ImportProblem["code"], refusal: Refusal, source: SourceDocument): ImportProblem {
  const { line, column } = source.keySpanOf(refusal.at);

  return { code, at: pointerOf(refusal.at), line, column, message: refusal.message, remedy: refusal.remedy };
}

/** The name of a state or branch, the same each time for the same thing. */
export function nameFor(session: Session, thing: string, meant: string): string {
  return nameFrom(session.names, session, { thing, meant });
}

/** The name of the item or index of a loop, the same each time for the same thing. */
export function itemNameFor(session: Session, thing: string, meant: string): string {
  return nameFrom(session.itemNames, session, { thing: `item ${thing}`, meant });
}

/** The name of a value, the same each time for the same thing. */
export function valueNameFor(session: Session, thing: string, meant: string): string {
  return nameFrom(session.valueNames, session, { thing: `value ${thing}`, meant });
}

function nameFrom(names: Names, { namesOf }: Session, { thing, meant }: { readonly thing: string; readonly meant: string }): string {
  const known = namesOf.get(thing);
  if (known !== undefined) return known;

  const name = names.give(meant);
  namesOf.set(thing, name);
  return name;
}
