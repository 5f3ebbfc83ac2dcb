import {
  type Diagnostic,
  highestFitting,
  readSources,
  type ServiceModel,
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

type FindService = NonNullable<ValidateOptions["find"]>;

/** Validates files without an engine. The services of all of them see each other, whatever the order. */
export function validateFiles(files: readonly DocumentFile[]): readonly ValidatedFile[] {
  const services = files.flatMap(servicesOf);
  const find = finderOf(services);

  return files.map((file) => ({ ...file, ...validateText(file.text, { find }) }));
}

// A service with a mistake is still there: only its own file is told, not every saga that calls it.
function servicesOf({ text }: DocumentFile): readonly ServiceModel[] {
  return readSources(text, { many: false }).sources.flatMap(({ value }) => {
    const isService = (value as { readonly document?: { readonly kind?: unknown } | null } | null)?.document?.kind === "service";
    return isService ? [serviceModel(value)] : [];
  });
}

function finderOf(services: readonly ServiceModel[]): FindService {
  return (namespace, name, range) => {
    const named = services.filter((service) => service.namespace === namespace && service.name === name);
    const version = highestFitting(
      named.map((service) => service.version),
      range,
    );
    return named.find((service) => service.version === version) ?? null;
  };
}
