import type { Random } from "./random.ts";

const ATOMS = [
  ...["input.id", "input.n", "input.list", "input.map.k", "saga.startedAt", "1", "2.5", "'a'", "r'\\'", "true", "null", "[]", "{'a': 1}"],
  ...["nope", "duration('1h')", "timestamp('2026-01-01T00:00:00Z')", "9007199254740992", "0x1F", "5u", "b'x'", '"""a\nb"""'],
] as const satisfies readonly [string, ...string[]];
const OPERATORS = ["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "in", "&&", "||"] as const;
const MACROS = ["map", "filter", "all", "exists", "exists_one"] as const;
const FUNCTIONS = ["size", "string", "int", "double", "sum", "max", "round", "type", "timestamp", "duration", "id", "has", "dyn"] as const;
const BEHIND = [
  ...[".id", ".?k.?l", "[0]", "[?'k']", ".matches('(a+)+$')", ".split('')", ".orValue(1)", ".join()", ".size()", ".getHours()"],
  ...[".__proto__", ".constructor", "['a']", ".lowerAscii()", ".trim()", ".or(optional.none())"],
] as const satisfies readonly [string, ...string[]];
const DEPTH_MAX = 4;

/** An expression that is nearly always right: what is nearly right goes deeper than noise. */
export function growExpression(random: Random, depth = 0): string {
  const inner = (): string => growExpression(random, depth + 1);
  const kind = depth >= DEPTH_MAX ? 0 : random.below(9);
  switch (kind) {
    case 1:
    case 2:
      return `(${inner()} ${random.pick(OPERATORS)} ${inner()})`;
    case 3:
      return `(${inner()} ? ${inner()} : ${inner()})`;
    case 4:
      return `${inner()}.${random.pick(MACROS)}(x, ${random.below(2) === 0 ? "x" : inner()})`;
    case 5:
      return `${random.pick(FUNCTIONS)}(${inner()})`;
    case 6:
    case 7:
      return `${inner()}${random.pick(BEHIND)}`;
    case 8:
      return `{'k': ${inner()}, 'l': [${inner()}]}`;
    default:
      return random.pick(ATOMS);
  }
}

/** An expression with a stretch cut out and a few characters put in. */
export function mutateExpression(source: string, random: Random): string {
  const at = random.below(source.length + 1);
  const inserted = Array.from({ length: random.below(4) }, () => random.pick(SIGNS)).join("");

  return source.slice(0, at) + inserted + source.slice(at + random.below(5));
}

const SIGNS = [
  ..."${}'\"\\/\n r.[]()!-?:,<>=&|%+*_xu0.9e#@;~^`",
  "\u0000",
  "\ud800",
  "é",
  "😀",
  "__",
  "in",
  "has(",
  "1e9",
] as unknown as readonly [string, ...string[]];
