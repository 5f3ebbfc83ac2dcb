import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { DIAGNOSTICS } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { validateShape } from "../schema/validate-shape.ts";
import { readSources } from "../source/read-sources.ts";
import type { SourceDocument } from "../source/source-document.ts";
import { importAsl } from "./asl/import-asl.ts";
import { detectLanguage } from "./detect-language.ts";
import type { ImportProblem, ImportResult, SourceLanguage } from "./imported.ts";
import { importStates } from "./serverless/import-states.ts";
import { importTasks } from "./serverless/import-tasks.ts";
import { createSession, problemOf, Refusal, type Session, TooComplex } from "./session.ts";

/** What is known of a workflow beside its text. */
export interface ImportOptions {
  /** The name of the saga where the source has none. */
  readonly name?: string;
}

/**
 * Imports a workflow of the Amazon States Language, or of Serverless Workflow 0.8 or 1.0, from YAML or JSON.
 * The language is found in the text. Never throws, whatever the text.
 */
export function importWorkflow(text: string, options: ImportOptions = {}): ImportResult {
  const { sources, diagnostics } = readSources(text, { many: false });
  const [source] = sources;
  const fatal = diagnostics.filter(({ code }) => !TOLERATED.has(code));
  if (source === undefined || fatal.length > 0) return refused((fatal.length > 0 ? fatal : diagnostics).map(problemFrom));
  const language = isJsonObject(source.value) ? detectLanguage(source.value) : null;
  if (!isJsonObject(source.value) || language === null) return refused([unknownFormat(source)]);

  return importFrom({ source, json: source.value, language }, options.name ?? "imported");
}

// Rules of our own language, not of theirs: what is read is still what stands there.
const TOLERATED: ReadonlySet<string> = new Set(["UNQUOTED_VERSION", "UNCLOSED_EXPRESSION"]);

interface Workflow {
  readonly source: SourceDocument;
  readonly json: JsonObject;
  readonly language: SourceLanguage;
}

function importFrom({ source, json, language }: Workflow, name: string): ImportResult {
  const session = createSession(source);
  try {
    const saga = sagaOf(session, { source, json, language }, name);
    return finished(session, saga, language);
  } catch (error) {
    if (error instanceof Refusal) return refused([problemOf("SOURCE_INVALID", error, source)]);
    return refused([tooComplex(source, error)]);
  }
}

function sagaOf(session: Session, { json, language }: Workflow, name: string): JsonObject {
  switch (language) {
    case "asl":
      return importAsl(session, json, name);
    case "serverless-0.8":
      return importStates(session, json, name);
    case "serverless-1.0":
      return importTasks(session, json, name);
  }
}

function finished(session: Session, saga: JsonObject, language: SourceLanguage): ImportResult {
  const called = new Set<string>();
  collectCalls(saga, called);
  session.catalogue.prune(called);
  for (const { name, at } of session.catalogue.withoutUndo())
    session.tell({
      at,
      kind: "kept",
      what: `Nothing in the source says how to undo "${name}"; when the saga fails, its effect stays.`,
      remedy: "Give the operation compensate and kind: compensatable, kind: readOnly, or accept its steps with irreversible: true.",
    });
  const services = session.catalogue.documents();
  const misshapen = [saga, ...services].flatMap((document, index) => validateShape(index === 0 ? "saga" : "service", document));
  const [first] = misshapen;
  // A last guard: a result that could not be read again is none.
  if (first !== undefined) throw new TooComplex(`"${first.path.join(".")}" would not fit the language`);

  return {
    ok: true,
    imported: {
      documents: [saga, ...services],
      losses: session.losses(),
      source: language,
      comments: Object.fromEntries(session.comments),
    },
  };
}

// What only an undo that was lifted called is called by no state any more.
function collectCalls(value: Json, called: Set<string>): void {
  if (value === null || typeof value !== "object") return;
  for (const [name, member] of Object.entries(value)) {
    if (name === "call" && typeof member === "string") called.add(member);
    else collectCalls(member, called);
  }
}

function refused(problems: readonly ImportProblem[]): ImportResult {
  return { ok: false, problems };
}

function problemFrom({ code, message, span }: Diagnostic): ImportProblem {
  return { code, at: "", line: span.line, column: span.column, message, remedy: DIAGNOSTICS[code].remedy };
}

function unknownFormat(source: SourceDocument): ImportProblem {
  const refusal = new Refusal(
    [],
    "The text is neither a state machine of the Amazon States Language nor a Serverless Workflow 0.8 or 1.0.",
    'Give a document with "StartAt" and "States", with "specVersion" and "states", or with "document.dsl" and "do".',
  );

  return problemOf("FORMAT_UNKNOWN", refusal, source);
}

function tooComplex(source: SourceDocument, error: unknown): ImportProblem {
  const why = String(error);
  const message = `The workflow is too large or too tangled to be imported${why === "" ? "" : `: ${why}`}.`;
  const refusal = new Refusal([], message, "Split it into several workflows.");

  return problemOf("SOURCE_TOO_COMPLEX", refusal, source);
}
