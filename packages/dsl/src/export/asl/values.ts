import { isJsonArray, type Json } from "@skald/shared";
import { isSingleExpression, parseTemplate } from "../../expression/template.ts";
import { jsonataOf, type Names } from "./jsonata.ts";

/** Told of each expression there are no words for. */
export type Untranslated = (source: string) => void;

interface Values {
  readonly names: Names;
  readonly untranslated: Untranslated;
}

/** A template as a value of a state: texts with expressions become `{% … %}`. Undefined: it is certainly not there. */
export function aslValue(template: Json, values: Values): Json | undefined {
  if (typeof template === "string") return textValue(template, values);
  if (template === null || typeof template !== "object") return template;
  if (isJsonArray(template)) return template.map((item) => aslValue(item, values) ?? null);

  return Object.fromEntries(
    Object.entries(template).flatMap(([name, member]) => {
      const value = aslValue(member, values);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A template as one JSONata expression, to stand inside another. Undefined: it is certainly not there. */
export function jsonataValue(template: Json, values: Values): string | undefined {
  if (typeof template === "string") return textExpression(template, values, (text) => text);
  if (template === null || typeof template !== "object") return JSON.stringify(template);
  if (isJsonArray(template)) return `[${template.map((item) => jsonataValue(item, values) ?? "null").join(", ")}]`;

  const members = Object.entries(template).flatMap(([name, member]) => {
    const value = jsonataValue(member, values);
    return value === undefined ? [] : [`${JSON.stringify(name)}: ${value}`];
  });
  return `{${members.join(", ")}}`;
}

/** An address: every value in it is one encoded segment. */
export function addressValue(text: string, values: Values): string {
  // What the platform gives is an address and no value: it is not encoded.
  const plain = text.replaceAll(/\$\{\s*env\.(\w+)\s*\}/g, (_, name: string) => `$\${${name}}`);
  const expression = textExpression(plain, values, (value) => `$encodeUrlComponent($string(${value}))`);

  return asText(plain, expression);
}

/** One expression, for a condition. */
export function conditionValue(source: string, values: Values): string {
  return `{% ${jsonataValue(source, values) ?? "false"} %}`;
}

function textValue(text: string, values: Values): string | undefined {
  if (!text.includes("${")) return text.startsWith("{%") ? `{% ${JSON.stringify(text)} %}` : text;
  const expression = textExpression(text, values, (value) => `$string(${value})`);

  return expression === undefined ? undefined : asText(text, expression);
}

// What was only put together of texts is a text.
function asText(text: string, expression: string | undefined): string {
  const isPlain = expression !== undefined && isLiteral(expression) && !isSingleExpression(text);

  return isPlain ? (JSON.parse(expression) as string) : `{% ${expression ?? "null"} %}`;
}

function textExpression(text: string, values: Values, splice: (value: string) => string): string | undefined {
  if (isSingleExpression(text)) {
    const [part] = parseTemplate(text.trim()).parts;
    return part?.kind === "expression" ? expression(part.source, values) : undefined;
  }
  const parts = parseTemplate(text).parts.map((part) =>
    part.kind === "text" ? JSON.stringify(part.text) : splice(expression(part.source, values) ?? '""'),
  );

  return merged(parts).join(" & ");
}

// Neighbouring literals are one.
function merged(parts: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (last !== undefined && isLiteral(last) && isLiteral(part)) all.splice(-1, 1, `${last.slice(0, -1)}${part.slice(1)}`);
    else all.push(part);
  }
  return all.length === 0 ? ['""'] : all;
}

function isLiteral(part: string): boolean {
  return /^"(?:[^"\\]|\\.)*"$/.test(part);
}

function expression(source: string, { names, untranslated }: Values): string | undefined {
  const translated = jsonataOf(source, names);
  if (translated.kind === "absent") return undefined;
  if (translated.kind === "text") return translated.text;
  untranslated(source);

  return `$error(${JSON.stringify(`not translated: ${source}`)})`;
}
