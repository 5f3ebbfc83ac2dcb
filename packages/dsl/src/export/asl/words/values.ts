import { isJsonArray, type Json } from "@skald/shared";
import { parseTemplate } from "../../../expression/template.ts";
import { jsonataOf, NOTHING } from "./jsonata.ts";
import type { Names } from "./names-from.ts";

/** What is to be told of an expression: it has no words, it may give nothing, or it reads a secret and is left out. */
export type ExpressionLoss = "untranslated" | "optional" | "secret";

/** Where templates are written to. */
export interface Values {
  readonly names: Names;
  readonly tell: (source: string, loss: ExpressionLoss) => void;
}

/** A template as a value of a state: texts with expressions become `{% … %}`. What is certainly not there is null, or no member. */
export function aslValue(template: Json, values: Values): Json {
  return memberValue(template, values) ?? null;
}

function memberValue(template: Json, values: Values): Json | undefined {
  if (typeof template === "string") return textValue(template, values);
  if (template === null || typeof template !== "object") return template;
  if (isJsonArray(template)) return template.map((item) => aslValue(item, values));

  return Object.fromEntries(
    Object.entries(template).flatMap(([name, member]) => {
      const value = memberValue(member, values);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A template as one JSONata expression, to stand inside another. */
export function jsonataValue(template: Json, values: Values): string {
  if (typeof template === "string") return textExpression(template, values, (text) => text);
  if (template === null || typeof template !== "object") return JSON.stringify(template);
  if (isJsonArray(template)) {
    const items = template.map((item) => jsonataValue(item, values));
    return `[${items.map((item) => (item === NOTHING ? "null" : item)).join(", ")}]`;
  }
  return `{${Object.entries(template)
    .map(([name, member]) => `${JSON.stringify(name)}: ${jsonataValue(member, values)}`)
    .join(", ")}}`;
}

/** An address: every value in it is one encoded segment. */
export function addressValue(text: string, values: Values): string {
  // What the platform gives is an address and no value: it is not encoded.
  const plain = text.replaceAll(/\$\{\s*env\.(\w+)\s*\}/g, (_, name: string) => `$\${${name}}`);

  return asText(textExpression(plain, values, (value) => `$encodeUrlComponent($string(${value}))`));
}

/** One expression, for a condition or a list. */
export function expressionValue(source: string, values: Values): string {
  return `{% ${jsonataValue(source, values)} %}`;
}

/** Parts of a text, put together; neighbouring literals are one. */
export function textOf(parts: readonly string[]): string {
  const all: string[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (last !== undefined && isLiteral(last) && isLiteral(part)) all.splice(-1, 1, `${last.slice(0, -1)}${part.slice(1)}`);
    else all.push(part);
  }
  return all.length === 0 ? '""' : all.join(" & ");
}

function textValue(text: string, values: Values): string | undefined {
  const expression = textExpression(text, values, (value) => value);

  return expression === NOTHING ? undefined : asText(expression);
}

// A literal is written as it is, but where it would be read as an expression.
function asText(expression: string): string {
  const text = isLiteral(expression) ? (JSON.parse(expression) as string) : "{%";

  return text.startsWith("{%") ? `{% ${expression} %}` : text;
}

function textExpression(text: string, values: Values, splice: (value: string) => string): string {
  const [first, ...more] = parseTemplate(text.trim()).parts;
  if (first?.kind === "expression" && more.length === 0) return expression(first.source, values);

  return textOf(
    parseTemplate(text).parts.map((part) => (part.kind === "text" ? JSON.stringify(part.text) : splice(expression(part.source, values)))),
  );
}

function isLiteral(part: string): boolean {
  return /^"(?:[^"\\]|\\.)*"$/.test(part);
}

function expression(source: string, { names, tell }: Values): string {
  const translated = jsonataOf(source, names);
  if (translated === null) {
    tell(source, "untranslated");
    return `$error(${JSON.stringify(`not translated: ${source}`)})`;
  }
  const { text, canBeNone } = translated;
  if (!canBeNone || text === NOTHING) return text;
  tell(source, "optional");

  return `($exists(${text}) ? ${text} : null)`;
}
