import { isSingleExpression, parseExpression, parseTemplate, type SyntaxNode } from "@skald/dsl";
import { MissingValue } from "./missing-value.ts";

/** An expression, parsed. */
export interface ParsedSource {
  readonly source: string;
  readonly node: SyntaxNode;
}

/** A template in its parts: plain texts, and the sources of expressions. */
export interface ParsedText {
  readonly isSingle: boolean;
  readonly parts: readonly { readonly kind: "text" | "expression"; readonly text: string }[];
}

/** Texts of one definition, each parsed once: a model evaluates the same few over and over. */
export class ParsedTexts {
  readonly #sources = new Map<string, ParsedSource>();
  readonly #templates = new Map<string, ParsedText>();

  /**
   * The expression of a text, with or without `${ }` around it.
   *
   * @throws MissingValue when it is none.
   */
  expression(text: string): ParsedSource {
    const known = this.#sources.get(text);
    if (known !== undefined) return known;

    const [part] = parseTemplate(text.trim()).parts;
    const source = part?.kind === "expression" ? part.source : text.trim();
    const parsed = parseExpression(source);
    if (!parsed.ok) throw new MissingValue(null, parsed.problem.message);
    const expression = { source, node: parsed.node };
    this.#sources.set(text, expression);
    return expression;
  }

  template(text: string): ParsedText {
    const known = this.#templates.get(text);
    if (known !== undefined) return known;

    const parts = parseTemplate(text).parts.map((part) => ({ kind: part.kind, text: part.kind === "text" ? part.text : part.source }));
    const template = { isSingle: isSingleExpression(text), parts };
    this.#templates.set(text, template);
    return template;
  }
}
