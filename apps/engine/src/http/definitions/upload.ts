import { toView, validateText, verdictOf } from "@skald/dsl";
import { type DiagnosticView, ProblemError, type UploadView } from "@skald/shared";
import type { SavedDefinition } from "../../ports/definitions.ts";
import type { Door } from "../edge.ts";
import { loadFinders } from "./find-documents.ts";
import { type PreparedDocument, prepareDocument } from "./prepare-document.ts";
import { proofOf } from "./proof-of.ts";
import { refusal } from "./refusal.ts";
import { splitSource } from "./split-source.ts";
import { summaryOf } from "./summary-of.ts";

/** Documents of one text that may be stored, services first: sagas were compiled against them. */
interface Checked {
  readonly documents: readonly PreparedDocument[];
  readonly diagnostics: readonly DiagnosticView[];
}

/**
 * Validates a text of documents and stores them, all or none.
 *
 * @throws ProblemError DOCUMENT_INVALID, NOT_YET_RUNNABLE or VERSION_EXISTS.
 */
export async function upload(door: Door, text: string, dryRun: boolean): Promise<UploadView> {
  const { documents, diagnostics } = await check(door, text);
  const created = await requireFree(door, documents);
  const saved = dryRun ? documents.map((document) => preview(door, document)) : await saveAll(door, documents);

  const items = saved.map(async (definition, index) => ({
    ...summaryOf(definition, { versions: 1, running: 0 }),
    created: created[index] ?? false,
    proof: await proofOf(door, documents[index]?.compiled ?? null),
  }));
  return { items: await Promise.all(items), diagnostics: [...diagnostics], dryRun };
}

async function check(door: Door, text: string): Promise<Checked> {
  const { documents, diagnostics } = validateText(text, {
    many: true,
    ...(await loadFinders(door.definitions, text)),
    runnable: door.host.capabilities,
  });
  const views = diagnostics.map((diagnostic) => toView(diagnostic, text));
  const verdict = verdictOf(diagnostics);
  if (verdict !== "valid") throw refusal(verdict === "notYetRunnable" ? "NOT_YET_RUNNABLE" : "DOCUMENT_INVALID", views);

  const sources = splitSource(text, documents);
  const prepared = documents.flatMap((document, index) => prepareDocument(document, sources[index] ?? "") ?? []);
  requireRunnable(door, prepared);
  return { documents: prepared.sort((left, right) => rankOf(left) - rankOf(right)), diagnostics: views };
}

/** What the DSL knows and this host does not run is refused here, never parked at run time. */
function requireRunnable(door: Door, documents: readonly PreparedDocument[]): void {
  const types = documents.flatMap(({ compiled }) => Object.values(compiled?.states ?? {}).map(({ type }) => type));
  const missing = [...new Set(types)].filter((type) => !door.host.capabilities.has(type));
  if (missing.length > 0) throw new ProblemError("NOT_YET_RUNNABLE", `This engine does not run states of type ${missing.join(", ")}.`);
}

/** Whether each document is new. Versions never change: another content under a known version ends the upload. */
async function requireFree(door: Door, documents: readonly PreparedDocument[]): Promise<readonly boolean[]> {
  const known = await Promise.all(
    documents.map(async ({ kind, namespace, name, version, hash }) => {
      const versions = await door.definitions.versions(namespace, name, kind);
      return { stored: versions.find((one) => one.version === version), hash };
    }),
  );
  const taken = documents.filter((_, index) => {
    const { stored, hash } = known[index] ?? {};
    return stored !== undefined && stored.hash !== hash;
  });
  if (taken.length > 0) throw versionsExist(taken);

  return known.map(({ stored }) => stored === undefined);
}

async function saveAll(door: Door, documents: readonly PreparedDocument[]): Promise<readonly SavedDefinition["definition"][]> {
  const saved: SavedDefinition["definition"][] = [];
  for (const document of documents) {
    const outcome = await door.definitions.save(document);
    if (outcome.kind === "conflict") throw versionsExist([document]);
    saved.push(outcome.definition);
  }
  return saved;
}

function preview(door: Door, document: PreparedDocument): SavedDefinition["definition"] {
  return { ...document, state: "active", createdAt: new Date(door.clock.nowMs()).toISOString() };
}

function rankOf({ kind }: PreparedDocument): number {
  return kind === "service" ? 0 : 1;
}

function versionsExist(documents: readonly PreparedDocument[]): ProblemError {
  const names = documents.map(({ namespace, name, version }) => `${namespace}/${name}@${version}`);

  return new ProblemError("VERSION_EXISTS", `${names.join(", ")} is stored with other content; nothing was stored.`, {
    errors: names.map((name) => ({ code: "VERSION_EXISTS", message: `${name} is stored with other content` })),
  });
}
