import { isJsonObject, type JsonObject } from "@skald/shared";
import { checkSaga, checkService } from "./check/rules.ts";
import { withoutConsequences } from "./diagnostics/consequences.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { diagnosticOf, FINDINGS_MAX, type Finding, type Report } from "./diagnostics/report.ts";
import { type ChildSummary, childFromModel, type FindSaga } from "./model/children/child-summary.ts";
import { type ResolvedChildren, resolveChildren } from "./model/children/resolve-children.ts";
import { type FindService, type ResolvedServices, resolveServices } from "./model/resolve.ts";
import { sagaModel } from "./model/saga-document.ts";
import type { SagaModel } from "./model/saga-model.ts";
import { serviceModel } from "./model/service-document.ts";
import type { ServiceModel } from "./model/service-model.ts";
import { compareVersions, versionFits } from "./model/version-range.ts";
import { diagnoseShape } from "./schema/diagnose-shape.ts";
import { documentKind, startOf } from "./schema/document-kind.ts";
import { type Capabilities, reportNotYetRunnable } from "./schema/not-yet-runnable.ts";
import { checkUserSchemas } from "./schema/user/check-user-schema.ts";
import { type DocumentKind, validateShape } from "./schema/validate-shape.ts";
import { readSources } from "./source/read-sources.ts";
import type { SourceDocument } from "./source/source-document.ts";

/** One document of a validated text. `model` is null when the document has an error. */
export type ValidatedDocument =
  | {
      readonly kind: "saga";
      readonly source: SourceDocument;
      readonly model: SagaModel | null;
      readonly resolved: ResolvedServices;
      readonly children: ResolvedChildren;
    }
  | { readonly kind: "service"; readonly source: SourceDocument; readonly model: ServiceModel | null; readonly resolved: ResolvedServices };

/** Everything that can be said about a text before anything of it runs. */
export interface Validation {
  readonly documents: readonly ValidatedDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ValidateOptions {
  /** Whether the text may hold several documents. */
  readonly many?: boolean;
  /** Finds services that are not in the text; without it only those of the text are known. */
  readonly find?: FindService;
  /** Finds child sagas that are not in the text; without it only those of the text are known. */
  readonly findSaga?: FindSaga;
  /** What the host that will run the text can run; what it cannot is told. Without it the whole language may be used. */
  readonly runnable?: Capabilities;
}

/**
 * Validates a text with documents of either kind: reads it, checks its shape, builds models, resolves references,
 * runs every check. All problems are collected; nothing is thrown whatever the text.
 */
export function validateText(text: string, options: ValidateOptions = {}): Validation {
  const { sources, diagnostics } = readSources(text, { many: options.many ?? false });
  const drafts = sources.map((source) => draftOf(source, options.runnable));
  const find = finderOf(
    drafts.flatMap((draft) => draft.service ?? []),
    options.find,
  );
  const findSaga = sagaFinderOf(drafts, { find, findSaga: options.findSaga });
  const finished = drafts.map((draft) =>
    finish(draft, { find, findSaga, told: diagnostics.filter((each) => each.document === draft.source.document) }),
  );
  const told = [...diagnostics, ...findTwins(drafts), ...finished.flatMap((each) => each.diagnostics)];

  return {
    documents: finished.flatMap(({ document }) => withoutModel(document, told)),
    diagnostics: inOrder(told),
  };
}

/** A document read and checked on its own, before others are looked at. */
interface Draft {
  readonly source: SourceDocument;
  readonly kind: DocumentKind | null;
  readonly findings: readonly Finding[];
  readonly saga: SagaModel | null;
  readonly service: ServiceModel | null;
}

function draftOf(source: SourceDocument, runnable: Capabilities | undefined): Draft {
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  const kind = documentKind(source, report);
  if (kind === null || !isJsonObject(source.value)) return { source, kind: null, findings, saga: null, service: null };

  findings.push(...diagnoseShape(validateShape(kind, source.value), source));
  if (runnable !== undefined) reportNotYetRunnable(source.value, runnable, { places: source, report });
  checkUserSchemas(kind, source.value, { places: source, report });

  return {
    source,
    kind,
    findings,
    saga: kind === "saga" ? sagaModel(source.value) : null,
    service: kind === "service" ? serviceModel(source.value) : null,
  };
}

interface Named {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
}

// The documents of the text come first: an upload of a catalogue and its saga is validated as a whole.
function finderOf<Found extends Named>(
  own: readonly Found[],
  find: ((namespace: string, name: string, range: string | null) => Found | null) | undefined,
): (namespace: string, name: string, range: string | null) => Found | null {
  return (namespace, name, range) => {
    const fitting = own
      .filter((each) => each.namespace === namespace && each.name === name && versionFits(each.version, range))
      .sort((left, right) => compareVersions(right.version, left.version));

    return fitting[0] ?? find?.(namespace, name, range) ?? null;
  };
}

function sagaFinderOf(
  drafts: readonly Draft[],
  { find, findSaga }: { readonly find: FindService; readonly findSaga: FindSaga | undefined },
): FindSaga {
  const own = drafts.flatMap(({ saga }): readonly ChildSummary[] =>
    saga === null ? [] : [childFromModel(saga, resolveServices(saga, find))],
  );

  return finderOf(own, findSaga);
}

// Two documents of one text with the same name and version: one of them would be lost.
function findTwins(drafts: readonly Draft[]): readonly Diagnostic[] {
  const seen = new Set<string>();

  return drafts.flatMap(({ kind, source, saga, service }) => {
    const model = saga ?? service;
    const name = `${model?.namespace}/${model?.name}@${model?.version}`;
    const isTwin = model !== null && model.name !== "" && seen.has(`${kind} ${name}`);
    seen.add(`${kind} ${name}`);
    if (!isTwin) return [];
    const at = source.spanOf(["document", "name"]);
    return [diagnosticOf({ code: "NAME_CLASH", at, message: `The text holds "${name}" twice.` }, source.document)];
  });
}

interface Finished {
  readonly document: ValidatedDocument | null;
  readonly diagnostics: readonly Diagnostic[];
}

interface Surroundings {
  readonly find: FindService;
  readonly findSaga: FindSaga;
  /** What the source stage has said of this document. */
  readonly told: readonly Diagnostic[];
}

function finish(draft: Draft, { find, findSaga, told }: Surroundings): Finished {
  const { source, saga, service } = draft;
  const resolved: ResolvedServices = saga === null ? new Map() : resolveServices(saga, find);
  const children: ResolvedChildren = saga === null ? new Map() : resolveChildren(saga, findSaga);
  const later: Finding[] = [];
  const report: Report = (finding) => later.push(finding);
  const document = source.value as JsonObject;
  if (saga !== null) checkSaga({ document, places: source, model: saga, services: resolved, children }, report);
  if (service !== null) checkService({ document, places: source, model: service }, report);

  const findings = withoutConsequences({ source: told, shape: draft.findings, checks: later });
  return { document: documentOf(draft, { resolved, children }), diagnostics: bounded(findings, source) };
}

function documentOf(
  { source, saga, service }: Draft,
  { resolved, children }: { readonly resolved: ResolvedServices; readonly children: ResolvedChildren },
): ValidatedDocument | null {
  if (saga !== null) return { kind: "saga", source, model: saga, resolved, children };

  return service === null ? null : { kind: "service", source, model: service, resolved };
}

function bounded(findings: readonly Finding[], source: SourceDocument): readonly Diagnostic[] {
  const kept = findings.slice(0, FINDINGS_MAX).map((finding) => diagnosticOf(finding, source.document));
  if (findings.length <= FINDINGS_MAX) return kept;

  const more = {
    code: "TOO_MANY_PROBLEMS",
    at: startOf(source),
    message: `There are ${findings.length - FINDINGS_MAX} more problems.`,
  } as const;
  return [...kept, diagnosticOf(more, source.document)];
}

function withoutModel(document: ValidatedDocument | null, diagnostics: readonly Diagnostic[]): readonly ValidatedDocument[] {
  if (document === null) return [];
  const hasError = diagnostics.some((each) => each.severity === "error" && each.document === document.source.document);

  return [hasError ? { ...document, model: null } : document];
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (left, right) => left.document - right.document || left.span.start - right.span.start || left.span.end - right.span.end,
  );
}

/** Whether a document may be uploaded, and if not, whether only because this engine cannot run it yet. */
export function verdictOf(diagnostics: readonly Diagnostic[]): "valid" | "notYetRunnable" | "invalid" {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  if (errors.length === 0) return "valid";

  return errors.every((diagnostic) => diagnostic.code === "NOT_YET_RUNNABLE") ? "notYetRunnable" : "invalid";
}
