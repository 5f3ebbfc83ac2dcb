import { isJsonArray, type Json } from "@skald/shared";
import type { RE2JS } from "re2js";
import { createFrame, type Evaluate, type ExpressionScope, type Frame } from "./evaluate/frame.ts";
import { createPathWriter, finishPath, writeSplice, writeText } from "./evaluate/path-segments.ts";
import { compileProgram } from "./evaluate/program.ts";
import { parseExpression } from "./syntax/parse.ts";
import { parseTemplate } from "./template.ts";
import { type BoundedCache, createBoundedCache } from "./values/bounded-cache.ts";
import { CACHED_TEXT_MAX, OPERATIONS_MAX, RESULT_DEPTH_MAX, TEMPLATE_OPERATIONS_MAX } from "./values/bounds.ts";
import { type ExpressionError, errorFromThrown, fail } from "./values/failure.ts";
import { grow, type Meter, plainJson } from "./values/plain-json.ts";

/** A value, or why there is none. Rendering never throws. */
type Rendered<T = Json> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ExpressionError };

/** Renders templates and evaluates expressions, and remembers what it compiled. */
export interface Expressions {
  /**
   * Renders every string value of a JSON template, never its keys. A string that is one expression becomes its value,
   * of any type; `none` leaves a member out and is null in a list or alone. Values are not scanned again.
   */
  readonly renderJson: (template: Json, scope: ExpressionScope) => Rendered<Json>;
  /** Splices strings, numbers and booleans into a text. */
  readonly renderText: (template: string, scope: ExpressionScope) => Rendered<string>;
  /** Like `renderText`, with every value percent-encoded as one segment of a path or URL. */
  readonly renderPath: (template: string, scope: ExpressionScope) => Rendered<string>;
  /** The value of one expression, bare or as `${ … }`. */
  readonly evaluate: (source: string, scope: ExpressionScope) => Rendered<Json>;
  /** Like `evaluate`, for a value that has to be true or false. */
  readonly evaluateBoolean: (text: string, scope: ExpressionScope) => Rendered<boolean>;
}

/** Expressions with caches of at most `maxCached` texts each, least recently used first to go. */
export function createExpressions({ maxCached }: { readonly maxCached: number }): Expressions {
  const caches: Caches = {
    templates: createBoundedCache(maxCached),
    programs: createBoundedCache(maxCached),
    patterns: createBoundedCache(maxCached),
  };

  return {
    renderJson: (template, scope) => settle((render) => renderValue(template, render, 0) ?? null, { caches, scope }),
    renderText: (template, scope) => settle((render) => renderSpliced(template, render), { caches, scope }),
    renderPath: (template, scope) => settle((render) => renderSegments(template, render), { caches, scope }),
    evaluate: (source, scope) => settle((render) => evaluateSource(source, render), { caches, scope }),
    evaluateBoolean: (text, scope) => settle((render) => requireBoolean(evaluateSource(text, render), text), { caches, scope }),
  };
}

// A pure cache: what it holds follows from the text alone, so sharing it changes nothing but speed.
/** The instance everybody shares who has no reason for caches of their own. */
export const expressions: Expressions = createExpressions({ maxCached: 5_000 });

type Program = { readonly source: string; readonly run: Evaluate } | { readonly source: string; readonly error: ExpressionError };
type TemplatePiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "program"; readonly program: Program; readonly isEnv: boolean };

interface CompiledTemplate {
  readonly pieces: readonly TemplatePiece[];
  /** Set when the template is one expression and nothing else. */
  readonly single: Program | null;
}

interface Caches {
  readonly templates: BoundedCache<CompiledTemplate>;
  readonly programs: BoundedCache<Program>;
  readonly patterns: BoundedCache<RE2JS>;
}

/** One call of a method: what its expressions share. */
interface Render {
  readonly caches: Caches;
  readonly scope: ExpressionScope;
  readonly meter: Meter;
  operationsLeft: number;
  /** The expression being evaluated, for the error. */
  current: string;
}

function settle<T>(work: (render: Render) => T, { caches, scope }: Pick<Render, "caches" | "scope">): Rendered<T> {
  const render: Render = { caches, scope, meter: { size: 0 }, operationsLeft: TEMPLATE_OPERATIONS_MAX, current: "" };
  try {
    return { ok: true, value: work(render) };
  } catch (thrown) {
    // Every failure of an expression is a value outside this folder.
    if (thrown instanceof CompileFailure) return { ok: false, error: thrown.error };
    return { ok: false, error: errorFromThrown(thrown, render.current) };
  }
}

class CompileFailure extends Error {
  readonly error: ExpressionError;

  constructor(error: ExpressionError) {
    super(error.message);
    this.error = error;
  }
}

function renderValue(template: Json, render: Render, depth: number): Json | undefined {
  if (typeof template === "string") return renderString(template, render);
  if (template === null || typeof template !== "object") return template;
  if (depth >= RESULT_DEPTH_MAX) fail("RESULT_TOO_DEEP", `The template is nested deeper than ${RESULT_DEPTH_MAX}.`);
  if (isJsonArray(template)) return template.map((item) => renderValue(item, render, depth + 1) ?? null);

  const result: Record<string, Json> = {};
  for (const [key, member] of Object.entries(template)) {
    if (key === "__proto__") fail("NAME_REFUSED", 'A template cannot have the key "__proto__".');
    const value = renderValue(member, render, depth + 1);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function renderString(text: string, render: Render): Json | undefined {
  if (!text.includes("${")) return text;
  const template = compileTemplate(text, render);
  if (template.single === null) return splice(template, render);

  return plainJson(run(template.single, render), render.meter);
}

function renderSpliced(text: string, render: Render): string {
  return text.includes("${") ? splice(compileTemplate(text, render), render) : text;
}

function splice({ pieces }: CompiledTemplate, render: Render): string {
  let text = "";
  for (const piece of pieces) {
    const part = piece.kind === "text" ? piece.text : scalarText(piece.program, render);
    if (piece.kind === "text") grow(render.meter, part.length);
    text += part;
  }

  return text;
}

/** The text of a value that may stand inside a string. */
function scalarText(program: Program, render: Render): string {
  const value = plainJson(run(program, render), render.meter);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);

  return fail("SPLICE_NOT_SCALAR", `Only a string, a number or a boolean can stand inside a string, and this is ${nameOf(value)}.`);
}

function nameOf(value: Json | undefined): string {
  if (value === undefined) return "none";
  if (value === null) return "null";

  return isJsonArray(value) ? "a list" : "a map";
}

function renderSegments(text: string, render: Render): string {
  const { pieces } = compileTemplate(text, render);
  const path = createPathWriter();
  for (const [index, piece] of pieces.entries()) {
    const value = piece.kind === "text" ? piece.text : scalarText(piece.program, render);
    // `${ env.BASE }/…` begins a URL: the platform's configuration, not data, and a URL is no segment.
    const isRaw = piece.kind === "text" || (index === 0 && piece.isEnv);
    if (isRaw) writeText(path, value);
    else writeSplice(path, value);
  }

  return finishPath(path);
}

function evaluateSource(text: string, render: Render): Json {
  const source = text.trim();
  // No CEL expression begins with "$".
  const program = source.startsWith("${") ? requireSingle(source, render) : compileSource(source, render);

  return plainJson(run(program, render), render.meter) ?? null;
}

function requireSingle(text: string, render: Render): Program {
  render.current = text;

  return (
    compileTemplate(text, render).single ?? fail("EXPRESSION_SYNTAX", "One expression is needed here, with nothing before or after it.")
  );
}

function requireBoolean(value: Json, text: string): boolean {
  if (typeof value === "boolean") return value;
  const error: ExpressionError = {
    code: "RESULT_NOT_BOOLEAN",
    message: `The expression gave ${typeof value === "object" ? nameOf(value) : `a ${typeof value}`}, and true or false is needed.`,
    expression: text.trim(),
  };
  throw new CompileFailure(error);
}

function run(program: Program, render: Render): unknown {
  render.current = program.source;
  if ("error" in program) throw new CompileFailure(program.error);

  const frame: Frame = createFrame(render.scope, render.caches.patterns, Math.min(OPERATIONS_MAX, render.operationsLeft));
  const value = program.run(frame);
  render.operationsLeft -= frame.operations;
  return value;
}

function compileTemplate(text: string, render: Render): CompiledTemplate {
  const cached = render.caches.templates.get(text);
  if (cached !== undefined) return cached;

  const { parts, problems } = parseTemplate(text.trim());
  const problem = problems[0];
  if (problem !== undefined)
    throw new CompileFailure({ code: "EXPRESSION_SYNTAX", message: problem.message, expression: text.slice(0, 200) });
  const only = parts.length === 1 ? parts[0] : undefined;
  const template: CompiledTemplate =
    only?.kind === "expression"
      ? compilePieces([only], render, compileSource(only.source, render))
      : compilePieces(parseTemplate(text).parts, render, null);
  if (text.length <= CACHED_TEXT_MAX) render.caches.templates.set(text, template);
  return template;
}

function compilePieces(parts: ReturnType<typeof parseTemplate>["parts"], render: Render, single: Program | null): CompiledTemplate {
  const pieces = parts.map((part): TemplatePiece => {
    if (part.kind === "text") return part;
    return { kind: "program", program: compileSource(part.source, render), isEnv: /^env\.\w+$/.test(part.source) };
  });

  return { pieces, single };
}

function compileSource(source: string, render: Render): Program {
  const cached = render.caches.programs.get(source);
  if (cached !== undefined) return cached;

  const parsed = parseExpression(source);
  const program: Program = parsed.ok
    ? { source, run: compileProgram(parsed.node) }
    : { source, error: { code: parsed.problem.code, message: parsed.problem.message, expression: source } };
  if (source.length <= CACHED_TEXT_MAX) render.caches.programs.set(source, program);
  return program;
}

// Kept beside the constant: most callers need one function, not the instance.
/** The methods of `expressions`. */
export const { renderJson, renderText, renderPath, evaluate, evaluateBoolean } = expressions;
