import {
  childFromModel,
  type Diagnostic,
  highestFitting,
  readSources,
  resolveServices,
  sagaModel,
  serviceModel,
  type ValidatedDocument,
  type ValidateOptions,
  validateText,
} from "@skald/dsl";
import type { DocumentFile } from "./read-documents.ts";

/** What can be said of one file. */
export interface ValidatedFile extends DocumentFile {
  readonly diagnostics: readonly Diagnostic[];
  readonly documents: readonly ValidatedDocument[];
}

/** Validates files without an engine. Services and sagas of all of them see each other, whatever the order. */
export function validateFiles(files: readonly DocumentFile[]): readonly ValidatedFile[] {
  const finders = findersOf(files);

  return files.map((file) => ({ ...file, ...validateText(file.text, finders) }));
}

function findersOf(files: readonly DocumentFile[]): Required<Pick<ValidateOptions, "find" | "findSaga">> {
  const values = files.flatMap(({ text }) => readSources(text, { many: false }).sources.map(({ value }) => value));
  const find = finderOf(values.filter((value) => kindOf(value) === "service").map(serviceModel));
  const sagas = values.filter((value) => kindOf(value) === "saga").map(sagaModel);

  return { find, findSaga: finderOf(sagas.map((saga) => childFromModel(saga, resolveServices(saga, find)))) };
}

// A document with a mistake is still there: only its own file is told, not every saga that names it.
function kindOf(value: unknown): unknown {
  return (value as { readonly document?: { readonly kind?: unknown } | null } | null)?.document?.kind;
}

interface Named {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
}

function finderOf<Found extends Named>(found: readonly Found[]): (namespace: string, name: string, range: string | null) => Found | null {
  return (namespace, name, range) => {
    const named = found.filter((each) => each.namespace === namespace && each.name === name);
    const version = highestFitting(
      named.map((each) => each.version),
      range,
    );
    return named.find((each) => each.version === version) ?? null;
  };
}
