import { type Change, type Diagnostic, diffDocuments, diffTexts, type Hunk, readSources, type SourceDocument } from "@skald/dsl";
import type { DocumentFile } from "./read-documents.ts";

/** One document of either side, or both. */
export interface ComparedDocument {
  /** `saga shop/order` */
  readonly name: string;
  /** Null: it is not on this side. */
  readonly from: { readonly version: string } | null;
  readonly to: { readonly version: string } | null;
  readonly changes: readonly Change[];
}

export interface Comparison {
  readonly hunks: readonly Hunk[];
  readonly documents: readonly ComparedDocument[];
}

/** A file with its documents. */
export interface ReadFile extends DocumentFile {
  readonly documents: readonly Head[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Head {
  readonly name: string;
  readonly kind: string;
  readonly version: string;
  readonly value: SourceDocument["value"];
}

/** Reads the documents of a file. What is wrong with them beside their text does not matter to a comparison. */
export function readHeads(file: DocumentFile): ReadFile {
  const { sources, diagnostics } = readSources(file.text, { many: true });

  return { ...file, diagnostics, documents: sources.map(({ value }) => headOf(value)) };
}

function headOf(value: SourceDocument["value"]): Head {
  const head = (value as { readonly document?: Readonly<Record<string, unknown>> | null } | null)?.document ?? {};
  const text = (name: string, preset: string): string => (typeof head[name] === "string" ? head[name] : preset);
  const kind = text("kind", "document");

  return { value, kind, version: text("version", "?"), name: `${kind} ${text("namespace", "default")}/${text("name", "?")}` };
}

/**
 * Compares the texts of two files and each document with the one of its name; the only documents of both sides are
 * compared whatever their names. Each side reads the catalogues in its own file first, then `services`.
 */
export function compareFiles(from: ReadFile, to: ReadFile, services: readonly ReadFile[]): Comparison {
  const shared = services.flatMap(catalogues);
  const [before, after] = [from, to].map((file) => [...catalogues(file), ...shared]);

  return {
    hunks: diffTexts(from.text, to.text),
    documents: pairsOf(from.documents, to.documents).map(([old, young]) => ({
      name: (young ?? old)?.name ?? "",
      from: old === undefined ? null : { version: old.version },
      to: young === undefined ? null : { version: young.version },
      changes:
        old === undefined || young === undefined
          ? []
          : diffDocuments({ document: old.value, catalogues: before ?? [] }, { document: young.value, catalogues: after ?? [] }),
    })),
  };
}

function catalogues({ documents }: ReadFile): readonly SourceDocument["value"][] {
  return documents.filter(({ kind }) => kind === "service").map(({ value }) => value);
}

type Pair = readonly [Head | undefined, Head | undefined];

function pairsOf(from: readonly Head[], to: readonly Head[]): readonly Pair[] {
  if (from.length === 1 && to.length === 1) return [[from[0], to[0]]];
  const gone = from.filter(({ name }) => !to.some((each) => each.name === name));

  return [...gone.map((old): Pair => [old, undefined]), ...to.map((young): Pair => [from.find(({ name }) => name === young.name), young])];
}
