import { isSingleExpression, parseExpression, parseTemplate, type SyntaxNode, valueProblems } from "@skald/dsl";
import type { ExpressionPort } from "@skald/kernel";
import { isJsonArray, type Json } from "@skald/shared";
import { evaluateNode, NONE, rootsOf } from "./evaluate-node.ts";
import { MissingValue } from "./missing-value.ts";
import { holdsUnknown, isUnknown } from "./unknown.ts";

/** Answers for what an evaluation cannot know. */
export interface Oracle {
  /** Overrules a condition, by its text; undefined: it is evaluated. */
  ruling(text: string): boolean | undefined;
  /** Overrules a template, by identity; undefined: it is rendered. */
  output(template: Json): Json | undefined;
  /** The answer of a condition nobody knows. `roots` are the names it reads. */
  decide(text: string, roots: ReadonlySet<string>): boolean;
  /** A value for an expression nobody knows, where a value must be had: an instant, a list. */
  value(text: string): Json;
}

type Names = Readonly<Record<string, unknown>>;
type Failed = Extract<ReturnType<ExpressionPort["evaluate"]>, { ok: false }>;

/**
 * Evaluates expressions over values that are partly unknown: what is known by the language itself, a condition that
 * stays open by the oracle, anything else as a mark. What certainly cannot be evaluated fails, as it would in a saga.
 */
export function partialPort(oracle: Oracle): ExpressionPort {
  const nodes = new Map<string, SyntaxNode>();
  const evaluated = (text: string, names: Names): Json | typeof NONE => evaluateText(text, { names, nodes });

  return {
    evaluateBoolean: (text, names) =>
      settle(text, () => {
        const ruled = oracle.ruling(text);
        if (ruled !== undefined) return ruled;
        const value = evaluated(text, names);
        if (isUnknown(value)) return oracle.decide(text.trim(), rootsOf(nodeOf(sourceOf(text), nodes)));
        if (typeof value !== "boolean") throw new MissingValue(null, "gives no boolean");
        return value;
      }),
    evaluate: (text, names) =>
      settle(text, () => {
        const value = evaluated(text, names);
        if (value === NONE) return null;
        return isUnknown(value) ? oracle.value(text.trim()) : value;
      }),
    renderJson: (template, names) =>
      settle(template, () => oracle.output(template) ?? renderedOf(template, (text) => evaluated(text, names)) ?? null),
    renderText: (template, names) => settle(template, () => splice(template, (text) => evaluated(text, names))),
    renderPath: (template, names) => settle(template, () => splice(template, (text) => evaluated(text, names))),
    valueProblems: (schema, value) => (holdsUnknown(value) ? [] : valueProblems(schema, value)),
  };
}

function settle<T extends Json>(text: Json, work: () => T): { ok: true; value: T } | Failed {
  try {
    return { ok: true, value: work() };
  } catch (thrown) {
    if (!(thrown instanceof MissingValue)) throw thrown;
    return { ok: false, error: { code: "EXPRESSION_FAILED", message: thrown.message, expression: String(text).slice(0, 200) } };
  }
}

interface Evaluation {
  readonly names: Names;
  readonly nodes: Map<string, SyntaxNode>;
}

function evaluateText(text: string, { names, nodes }: Evaluation): Json | typeof NONE {
  const source = sourceOf(text);

  return evaluateNode(nodeOf(source, nodes), { source, names });
}

/** The expression of a text, with or without `${ }` around it. */
function sourceOf(text: string): string {
  const [part] = parseTemplate(text.trim()).parts;

  return part?.kind === "expression" ? part.source : text.trim();
}

function nodeOf(source: string, nodes: Map<string, SyntaxNode>): SyntaxNode {
  const known = nodes.get(source);
  if (known !== undefined) return known;

  const parsed = parseExpression(source);
  if (!parsed.ok) throw new MissingValue(null, parsed.problem.message);
  nodes.set(source, parsed.node);
  return parsed.node;
}

type Evaluate = (text: string) => Json | typeof NONE;

function renderedOf(template: Json, evaluate: Evaluate): Json | undefined {
  if (typeof template === "string") return renderedText(template, evaluate);
  if (template === null || typeof template !== "object") return template;
  if (isJsonArray(template)) return template.map((item) => renderedOf(item, evaluate) ?? null);

  const members = Object.entries(template).map(([name, member]) => [name, renderedOf(member, evaluate)] as const);
  return Object.fromEntries(members.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function renderedText(text: string, evaluate: Evaluate): Json | undefined {
  if (isSingleExpression(text)) {
    const value = evaluate(text);
    return value === NONE ? undefined : value;
  }

  return splice(text, evaluate);
}

function splice(template: string, evaluate: Evaluate): string {
  return parseTemplate(template)
    .parts.map((part) => (part.kind === "text" ? part.text : splicedText(evaluate(part.source))))
    .join("");
}

function splicedText(value: Json | typeof NONE): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);

  throw new MissingValue(null, "splices what is no text, number or boolean into a text");
}
