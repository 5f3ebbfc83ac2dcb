import type { JsonObject } from "@skald/shared";
import { readSources } from "../source/read-sources.ts";
import { type CatalogueNote, type CatalogueProblem, pointerOf } from "./catalogue-note.ts";
import { catalogueText } from "./catalogue-text.ts";
import { type CatalogueHead, describeHead } from "./description/describe-head.ts";
import { type DescribedOperation, describedOperations } from "./description/described-operations.ts";
import { type Description, readDescription } from "./description/read-description.ts";
import { nameOperations } from "./operation-names.ts";
import { type Detail, planOperation } from "./plan-operation.ts";
import { type WrittenOperation, writeOperation } from "./write-operation.ts";

/** What to call the catalogue, and which part of the description it is of. */
export interface CatalogueOptions {
  readonly namespace?: string;
  /** Default: from the title. */
  readonly name?: string;
  /** Only operations whose path begins with one of these. */
  readonly paths?: readonly string[];
}

export type Catalogue =
  | { readonly ok: true; readonly document: JsonObject; readonly notes: readonly CatalogueNote[] }
  | { readonly ok: false; readonly problems: readonly CatalogueProblem[] };

/**
 * A service document from an OpenAPI 3.0 or 3.1 or a Swagger 2.0 description, YAML or JSON. What a description cannot
 * say (undo, kind, verify) is guessed from names and addresses; every guess has a note of kind `review`.
 */
export function catalogueFromOpenApi(text: string, options: CatalogueOptions = {}): Catalogue {
  const read = readDescription(text);
  if (!read.ok) return read;

  const described = describedOperations(read.description).filter(
    ({ path }) => options.paths?.some((start) => path.startsWith(start)) ?? true,
  );
  if (described.length === 0) return { ok: false, problems: [{ message: nothingIn(options), line: null }] };
  const callable = described.filter(isCallable);
  if (callable.length === 0) return { ok: false, problems: [{ message: "No operation of the description takes JSON.", line: null }] };

  const head = describeHead(read.description, options);
  const notes = [...headNotes(head), ...described.filter((each) => !isCallable(each)).map(leftOut)];
  return fitted({ description: read.description, head, callable, notes });
}

function nothingIn({ paths }: CatalogueOptions): string {
  return paths === undefined
    ? "The description has no operations."
    : `No path of the description begins with ${paths.map((path) => `"${path}"`).join(" or ")}.`;
}

function isCallable({ foreignBody, lost }: DescribedOperation): boolean {
  return foreignBody === null && lost.every(({ required }) => !required);
}

function leftOut({ method, path, foreignBody, lost }: DescribedOperation): CatalogueNote {
  const why =
    foreignBody === null
      ? `it needs the cookie ${lost.map(({ name }) => `"${name}"`).join(", ")}`
      : `it takes ${foreignBody.type}, and Skald sends JSON`;

  return { at: "", kind: "dropped", what: `${method} ${path} is left out: ${why}.` };
}

function headNotes({ auth, variable, server }: CatalogueHead): readonly CatalogueNote[] {
  const address = server === null ? "the address of the service" : server;

  return [
    { at: "/baseUrl", kind: "review", what: `Set ${variable} to ${address}, and allow it in the engine's configuration.` },
    ...(auth === null ? [] : [{ at: "/auth", kind: "review", what: "The first kind of authentication the description names." } as const]),
  ];
}

interface Parts {
  readonly description: Description;
  readonly head: CatalogueHead;
  readonly callable: readonly DescribedOperation[];
  readonly notes: readonly CatalogueNote[];
}

// From everything to types alone: a catalogue is written by hand from here on, so it is bounded like one.
const EVERYTHING: Detail = { depth: 8, schemas: 400 };
const TYPES_ALONE: Detail = { depth: 0, schemas: 8 };
const DETAILS: readonly Detail[] = [EVERYTHING, { depth: 4, schemas: 120 }, { depth: 2, schemas: 50 }, { depth: 1, schemas: 20 }];
/** Operations of one document: more is more than anybody reviews. */
const OPERATIONS_MAX = 500;
/** Pivots without verify: each is warned of, and validation shows 200 problems. */
const OPEN_PIVOTS_MAX = 190;

function fitted(parts: Parts): Catalogue {
  for (const detail of DETAILS) {
    const catalogue = written(parts, detail, Number.POSITIVE_INFINITY);
    if (fits(catalogue)) return catalogue;
  }
  let count = parts.callable.length;
  let last = written(parts, TYPES_ALONE, count);
  while (!fits(last) && count > 1) {
    count = Math.floor(count * 0.75);
    last = written(parts, TYPES_ALONE, count);
  }
  return last;
}

type Written = Extract<Catalogue, { readonly ok: true }>;

function fits({ document, notes }: Written): boolean {
  const isNear = JSON.stringify(document).length < 300_000;

  return isNear && readSources(catalogueText(document, notes), { many: false }).diagnostics.length === 0;
}

function written({ description, head, callable, notes }: Parts, detail: Detail, countMax: number): Written {
  const told: CatalogueNote[] = [];
  const note = (each: CatalogueNote): void => void told.push(each);
  const planned = nameOperations(callable).map(([name, each]) => planOperation(name, each, { root: description.root, detail, note }));
  const all = planned.map((each) => writeOperation(each, planned));
  const kept = bounded(all, Math.min(countMax, OPERATIONS_MAX));
  const places = new Set(kept.map(({ name }) => pointerOf("operations", name)));

  return {
    ok: true,
    document: {
      document: head.document,
      baseUrl: head.baseUrl,
      ...(head.auth === null ? {} : { auth: head.auth }),
      operations: Object.fromEntries(kept.map(({ name, operation }) => [name, operation])),
    },
    notes: [
      ...notes,
      ...(kept.length === all.length ? [] : [tooMany(all.length, kept.length)]),
      ...(detail === EVERYTHING ? [] : [lessDetail(detail)]),
      ...told.filter(({ at }) => places.has(at)),
      ...kept.flatMap((each) => each.notes),
    ],
  };
}

function bounded(all: readonly WrittenOperation[], countMax: number): readonly WrittenOperation[] {
  let open = 0;

  return all
    .filter(({ operation }) => {
      if (operation["kind"] === "pivot" && operation["verify"] === undefined) open += 1;
      return operation["kind"] !== "pivot" || operation["verify"] !== undefined || open <= OPEN_PIVOTS_MAX;
    })
    .slice(0, countMax);
}

function tooMany(all: number, kept: number): CatalogueNote {
  return { at: "", kind: "dropped", what: `The description has ${all} operations; ${kept} are here. Choose a part of it with --path.` };
}

function lessDetail({ depth }: Detail): CatalogueNote {
  return { at: "", kind: "changed", what: `Schemas are written ${depth} references deep, so that the document stays within its bounds.` };
}
