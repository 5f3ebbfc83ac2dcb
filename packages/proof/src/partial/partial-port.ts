import { valueProblems } from "@skald/dsl";
import type { ExpressionPort } from "@skald/kernel";
import { isJsonArray, type Json } from "@skald/shared";
import { evaluateNode, NONE, rootsOf } from "./evaluate-node.ts";
import { MissingValue } from "./missing-value.ts";
import { ParsedTexts } from "./parsed-texts.ts";
import type { Steering } from "./steering.ts";
import { holdsUnknown, isUnknown, visibleMarks } from "./unknown.ts";

/** Answers for what an evaluation cannot know. */
export interface Oracle {
  /** What is overruled now. */
  readonly steering: Steering;
  /** The answer of a condition nobody knows. `roots` are the names it reads. */
  decide(text: string, roots: ReadonlySet<string>): boolean;
  /** A value for an expression nobody knows, where a value must be had: an instant, a list. `mark` is what is known of it. */
  value(text: string, mark: string): Json;
}

const NO_LINES: ReadonlySet<string> = new Set();

type Names = Readonly<Record<string, unknown>>;
type Failed = Extract<ReturnType<ExpressionPort["evaluate"]>, { ok: false }>;

/**
 * Evaluates expressions over values that are partly unknown: what is known by the language itself, a condition that
 * stays open by the oracle, anything else as a mark. What certainly cannot be evaluated fails, as it would in a saga.
 * `lines` are templates whose text has to be one line of visible ASCII signs: marks in them are written in those.
 */
export function partialPort(oracle: Oracle, lines: ReadonlySet<string> = NO_LINES): ExpressionPort {
  const renderer = new Renderer();

  return {
    evaluateBoolean: (text, names) => settle(text, () => oracle.steering.rulings.get(text) ?? renderer.condition(text, names, oracle)),
    evaluate: (text, names) =>
      settle(text, () => {
        const given = oracle.steering.values.get(text);
        if (given !== undefined) return given;
        const value = renderer.value(text, names);
        if (value === NONE) return null;
        return isUnknown(value) ? oracle.value(text.trim(), value) : value;
      }),
    renderJson: (template, names) =>
      settle(template, () => oracle.steering.outputs.get(template) ?? renderer.json(template, names) ?? null),
    renderText: (template, names) =>
      settle(template, () => (lines.has(template) ? visibleMarks(renderer.text(template, names)) : renderer.text(template, names))),
    renderPath: (template, names) => settle(template, () => renderer.text(template, names)),
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

/** Renders what may be partly unknown. Every method throws MissingValue where a saga would fail. */
class Renderer {
  readonly #texts = new ParsedTexts();

  value(text: string, names: Names): Json | typeof NONE {
    const { source, node } = this.#texts.expression(text);

    return evaluateNode(node, { source, names });
  }

  condition(text: string, names: Names, oracle: Oracle): boolean {
    const value = this.value(text, names);
    if (isUnknown(value)) return oracle.decide(text.trim(), rootsOf(this.#texts.expression(text).node));
    if (typeof value !== "boolean") throw new MissingValue(null, "gives neither true nor false");

    return value;
  }

  json(template: Json, names: Names): Json | undefined {
    if (typeof template === "string") return this.#string(template, names);
    if (template === null || typeof template !== "object") return template;
    if (isJsonArray(template)) return template.map((item) => this.json(item, names) ?? null);

    const members = Object.entries(template).map(([name, member]) => [name, this.json(member, names)] as const);
    return Object.fromEntries(members.filter((entry): entry is [string, Json] => entry[1] !== undefined));
  }

  text(template: string, names: Names): string {
    const { parts } = this.#texts.template(template);

    return parts.map(({ kind, text }) => (kind === "text" ? text : splicedText(this.value(text, names)))).join("");
  }

  #string(text: string, names: Names): Json | undefined {
    if (!this.#texts.template(text).isSingle) return this.text(text, names);
    const value = this.value(text, names);

    return value === NONE ? undefined : value;
  }
}

function splicedText(value: Json | typeof NONE): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);

  throw new MissingValue(null, "splices what is no text, number or boolean into a text");
}
