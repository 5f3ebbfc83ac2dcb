import { createHash } from "node:crypto";
import { type CompiledSaga, canonicalDocument, compileSaga, graphOf, type ServiceModel, type ValidatedDocument } from "@skald/dsl";
import { canonicalJson } from "@skald/shared";
import type { StoredDefinition } from "../../ports/definitions.ts";

/** A document that is ready to be stored. */
export type PreparedDocument = Omit<StoredDefinition, "createdAt" | "state">;

/** Compiles and hashes a valid document. `source` is its own text. Null when the document has an error. */
export function prepareDocument(document: ValidatedDocument, source: string): PreparedDocument | null {
  if (document.model === null) return null;

  const { namespace, name, version, title } = document.model;
  const canonical = canonicalJson(canonicalDocument(document.model));
  const head = { namespace, name, version, title, source, canonical };
  if (document.kind === "service")
    return { ...head, kind: "service", hash: `sha256:${sha256(canonical)}`, compiled: null, service: document.model };

  const compiled = compile(document);
  return { ...head, kind: "saga", hash: compiled.hash, compiled, service: null };
}

function compile({ model, resolved, children }: Extract<ValidatedDocument, { kind: "saga" }>): CompiledSaga {
  if (model === null) throw new Error("Only a valid document can be compiled.");
  const services = new Map<string, ServiceModel>();
  for (const [alias, service] of resolved) if (service !== null) services.set(alias, service);

  return compileSaga(model, { services, graph: graphOf(model, resolved, children), sha256 });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
