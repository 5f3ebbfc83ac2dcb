import { createHash } from "node:crypto";
import { type CompiledFamily, type CompiledSaga, compileFamily, toView, type ValidatedDocument, validateText } from "@skald/dsl";
import { ProblemError } from "@skald/shared";
import type { DefinitionStore } from "../../ports/definitions.ts";
import type { Door } from "../edge.ts";
import { type Finders, loadFinders } from "./find-documents.ts";
import { refusal } from "./refusal.ts";

/** Sagas one saga may bring along, whatever starts what. */
const FAMILY_MAX = 32;

type SagaDocument = Extract<ValidatedDocument, { readonly kind: "saga" }>;

/**
 * A stored saga with the sagas it starts.
 *
 * @throws ProblemError DEFINITION_NOT_FOUND
 */
export async function storedFamily({ definitions }: Door, reference: string, version: string | null): Promise<CompiledFamily> {
  const slash = reference.indexOf("/");
  const [namespace, name] = [slash === -1 ? "default" : reference.slice(0, slash), reference.slice(slash + 1)];
  const compiled = (await definitions.find("saga", namespace, name, version))?.compiled ?? null;
  if (compiled === null)
    throw new ProblemError("DEFINITION_NOT_FOUND", `There is no saga "${reference}"${version === null ? "" : ` in version ${version}`}.`);

  return { definition: compiled, children: await storedChildren(definitions, compiled) };
}

async function storedChildren(definitions: DefinitionStore, definition: CompiledSaga): Promise<readonly CompiledSaga[]> {
  const found = new Map<string, CompiledSaga>();
  const open = childHashes(definition);
  for (let hash = open.pop(); hash !== undefined && found.size < FAMILY_MAX; hash = open.pop()) {
    const child = found.has(hash) ? null : await definitions.byHash(hash);
    if (child === null) continue;
    found.set(hash, child);
    open.push(...childHashes(child));
  }

  return [...found.values()];
}

function childHashes({ states }: CompiledSaga): string[] {
  return Object.values(states).flatMap((state) => {
    if (state.type === "forEach") return childHashes(state.body);
    return state.type === "saga" ? [state.hash] : [];
  });
}

/**
 * The saga of a text, compiled with the sagas it starts; they and its services may be stored or in the text. `name` says
 * which saga where the text holds several. The whole language may be used: nothing of it is run.
 *
 * @throws ProblemError DOCUMENT_INVALID, or REQUEST_INVALID when it is not clear which saga is meant.
 */
export async function familyOfText({ definitions }: Door, text: string, name: string | null): Promise<CompiledFamily> {
  const finders = await loadFinders(definitions, text);
  const { documents, diagnostics } = validateText(text, { many: true, ...finders });
  if (diagnostics.some(({ severity }) => severity === "error"))
    throw refusal(
      "DOCUMENT_INVALID",
      diagnostics.map((diagnostic) => toView(diagnostic, text)),
    );

  const saga = chosen(documents, name);
  const family = compileFamily(saga, { documents: await withChildren(definitions, documents, finders), sha256 });
  if (family === null) throw new ProblemError("REQUEST_INVALID", "A saga that is started by this one is in a circle, or cannot be read.");
  return family;
}

function chosen(documents: readonly ValidatedDocument[], name: string | null): SagaDocument {
  const sagas = documents.filter((document): document is SagaDocument => document.kind === "saga");
  const names = sagas.map(({ model }) => `${model?.namespace}/${model?.name}`);
  const fitting = sagas.filter((_, index) => name === null || names[index] === name);
  const [saga] = fitting;
  if (saga !== undefined && fitting.length === 1) return saga;

  throw new ProblemError(
    "REQUEST_INVALID",
    sagas.length === 0 ? "There is no saga in the text." : `Say which saga of the text is meant: ${names.join(", ")}.`,
    { errors: [{ code: "REQUEST_INVALID", message: "names no saga of the text", at: "/definition" }] },
  );
}

/** The documents of a text and those of the stored sagas they start. */
async function withChildren(
  definitions: DefinitionStore,
  documents: readonly ValidatedDocument[],
  finders: Finders,
): Promise<readonly ValidatedDocument[]> {
  const all = [...documents];
  for (let index = 0; index < all.length && all.length < FAMILY_MAX + documents.length; index += 1) {
    const document = all[index];
    for (const child of document?.kind === "saga" ? document.children.values() : []) {
      if (child === null || all.some((one) => isCalled(one, child.summary))) continue;
      const { namespace, name, version } = child.summary;
      const source = (await definitions.find("saga", namespace, name, version))?.source ?? "";
      all.push(...validateText(source, finders).documents);
    }
  }

  return all;
}

function isCalled(
  { model }: ValidatedDocument,
  summary: { readonly namespace: string; readonly name: string; readonly version: string },
): boolean {
  return model !== null && model.namespace === summary.namespace && model.name === summary.name && model.version === summary.version;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
