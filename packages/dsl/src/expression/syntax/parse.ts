import { type ASTNode, Environment, ParseError } from "@marcbachmann/cel-js";
import { UnsignedInt } from "@marcbachmann/cel-js/evaluator";
import { ownMember } from "@skald/shared";
import { shown } from "../../diagnostics/shown.ts";
import { numberFromLiteral } from "../numbers.ts";
import { NESTING_MAX, NODES_MAX, SOURCE_MAX, TREE_DEPTH_MAX } from "../values/bounds.ts";
import type { ExpressionErrorCode } from "../values/failure.ts";
import type { BinaryOperator, ComprehensionNode, MemberNode, SourceRange, SyntaxNode } from "./syntax-tree.ts";

// The grammar is the CEL library's; everything after its syntax tree is ours. The library cannot take back its
// built-in integers, has no budget of operations and asks the machine's time zone, so its tree is rewritten into
// our own here and its checker and evaluator are not used.

const LIBRARY = new Environment({
  enableOptionalTypes: true,
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits: { maxDepth: NESTING_MAX, maxAstNodes: NODES_MAX },
});

/** Why a source is no expression. */
interface SyntaxProblem extends SourceRange {
  readonly code: ExpressionErrorCode;
  readonly message: string;
}

/** The tree of a source, or the first thing that is wrong with it. */
export type ParsedExpression = { readonly ok: true; readonly node: SyntaxNode } | { readonly ok: false; readonly problem: SyntaxProblem };

/** Names that reach for prototypes in JavaScript. They name nothing here, not even data. */
export const REFUSED_NAMES: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Parses one expression and rewrites it. Never throws. */
export function parseExpression(source: string): ParsedExpression {
  if (source.length > SOURCE_MAX) return refused(tooComplex(`longer than ${SOURCE_MAX} characters`, source));
  try {
    return { ok: true, node: rewrite(LIBRARY.parse(source).ast, 1) };
  } catch (thrown) {
    // The parser reports by throwing; a stack overflow (`!!!!…`) is the only other thing it can throw.
    if (thrown instanceof RewriteFailure) return refused(thrown.problem);
    if (thrown instanceof ParseError) return refused(problemFromLibrary(thrown, source));
    return refused(tooComplex("nested too deeply", source));
  }
}

function refused(problem: SyntaxProblem): ParsedExpression {
  return { ok: false, problem };
}

function tooComplex(how: string, source: string): SyntaxProblem {
  return { code: "EXPRESSION_TOO_COMPLEX", message: `The expression is ${how}.`, start: 0, end: source.length };
}

const TOKENS: Readonly<Record<string, string>> = {
  EOF: "the end",
  NUMBER: "a number",
  STRING: "a string",
  BYTES: "bytes",
  BOOLEAN: "true or false",
  NULL: "null",
  IDENTIFIER: "a name",
  LPAREN: '"("',
  RPAREN: '")"',
  LBRACKET: '"["',
  RBRACKET: '"]"',
  LBRACE: '"{"',
  RBRACE: '"}"',
  DOT: '"."',
  COMMA: '","',
  COLON: '":"',
  QUESTION: '"?"',
  PLUS: '"+"',
  MINUS: '"-"',
  MULTIPLY: '"*"',
  DIVIDE: '"/"',
  MODULO: '"%"',
  EQ: '"=="',
  NE: '"!="',
  LT: '"<"',
  LE: '"<="',
  GT: '">"',
  GE: '">="',
  AND: '"&&"',
  OR: '"||"',
  NOT: '"!"',
  IN: '"in"',
};

function problemFromLibrary(error: ParseError, source: string): SyntaxProblem {
  const range = { start: 0, end: source.length, ...error.range };
  const start = Math.min(range.start, source.length);
  const end = Math.min(Math.max(range.end, start), source.length);
  const isLimit = error.code === "limit_exceeded";
  const message = isLimit ? LIMIT : sentenceFrom(error.summary, source.slice(start, end), source.slice(end));

  return { code: isLimit ? "EXPRESSION_TOO_COMPLEX" : "EXPRESSION_SYNTAX", message, start, end };
}

const LIMIT = `The expression is nested more than ${NESTING_MAX} levels deep, or has more than ${NODES_MAX} parts.`;

// What other languages write where CEL writes something else.
const FOREIGN_WORDS: ReadonlyMap<string, string> = new Map([
  ["=", "two values are compared with == or !="],
  ["=>", "a list is gone through with its item as a name, such as items.map(item, item.price)"],
  ["and", "both is written &&"],
  ["or", "either is written ||"],
]);

function sentenceFrom(summary: string, place: string, behind: string): string {
  if (summary === "Unexpected token: EOF") return "The expression ends too early.";
  if (summary.startsWith("Unexpected")) {
    const hint = place === "=" && behind.startsWith(">") ? FOREIGN_WORDS.get("=>") : FOREIGN_WORDS.get(place);
    return `"${shown(place, 40)}" has no place here${hint === undefined ? "" : `: ${hint}`}.`;
  }

  return `${summary.replaceAll(/\b[A-Z]{2,}\b/g, (token) => TOKENS[token] ?? token)}.`;
}

class RewriteFailure extends Error {
  readonly problem: SyntaxProblem;

  constructor(problem: SyntaxProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

function refuse(code: ExpressionErrorCode, message: string, { start, end }: SourceRange): never {
  throw new RewriteFailure({ code, message, start, end });
}

/** `depth` counts nodes from the root. */
function rewrite(node: ASTNode, depth: number): SyntaxNode {
  if (depth > TREE_DEPTH_MAX) refuse("EXPRESSION_TOO_COMPLEX", `The expression is nested deeper than ${TREE_DEPTH_MAX}.`, node);
  const range = { start: node.start, end: node.end };
  const inner = (child: ASTNode): SyntaxNode => rewrite(child, depth + 1);
  switch (node.op) {
    case "value":
      return { kind: "literal", value: rewriteLiteral(node.args, range), ...range };
    case "id":
      return { kind: "name", name: allowedName(node.args, range), ...range };
    case ".":
    case ".?":
      return rewriteMember(
        inner(node.args[0]),
        { name: node.args[1], isOptional: node.op === ".?", at: { start: node.pos, end: node.end } },
        range,
      );
    case "[]":
    case "[?]":
      return rewriteIndex(inner(node.args[0]), inner(node.args[1]), { isOptional: node.op === "[?]", range });
    case "call":
      return rewriteCall(node.args[0], node.args[1].map(inner), range);
    case "rcall":
      return rewriteMethod(node.args[0], inner(node.args[1]), { given: node.args[2].map(inner), range });
    case "list":
      return { kind: "list", elements: node.args.map(inner), ...range };
    case "map":
      return { kind: "map", entries: node.args.map(([key, value]) => ({ key: rewriteKey(inner(key)), value: inner(value) })), ...range };
    case "!_":
    case "-_":
      return { kind: "unary", operator: node.op === "!_" ? "!" : "-", operand: inner(node.args), ...range };
    case "&&":
    case "||":
      return { kind: "logical", operator: node.op, left: inner(node.args[0]), right: inner(node.args[1]), ...range };
    case "?:":
      return {
        kind: "conditional",
        condition: inner(node.args[0]),
        consequent: inner(node.args[1]),
        otherwise: inner(node.args[2]),
        ...range,
      };
    default:
      return {
        kind: "binary",
        operator: node.op satisfies BinaryOperator,
        left: inner(node.args[0]),
        right: inner(node.args[1]),
        ...range,
      };
  }
}

function rewriteLiteral(literal: unknown, range: SourceRange): null | boolean | number | string {
  if (literal instanceof Uint8Array) return refuse("EXPRESSION_SYNTAX", "There are no bytes in JSON. Write a string.", range);
  const value = literal instanceof UnsignedInt ? literal.value : literal;
  if (typeof value !== "bigint" && typeof value !== "number") return value as null | boolean | string;

  return (
    numberFromLiteral(value) ?? refuse("NUMBER_NOT_EXACT", "The number is outside ±2^53, where numbers are exact. Use a string.", range)
  );
}

function allowedName(name: string, range: SourceRange): string {
  return REFUSED_NAMES.has(name) ? refuse("NAME_REFUSED", `The name "${name}" cannot be read.`, range) : name;
}

function rewriteMember(object: SyntaxNode, member: Pick<MemberNode, "name" | "isOptional" | "at">, range: SourceRange): MemberNode {
  return { kind: "member", object, ...member, name: allowedName(member.name, member.at), ...range };
}

/** `x["name"]` and `x.name` are one thing, so that everything said about members holds for both. */
function rewriteIndex(
  object: SyntaxNode,
  index: SyntaxNode,
  { isOptional, range }: { isOptional: boolean; range: SourceRange },
): SyntaxNode {
  if (index.kind !== "literal" || typeof index.value !== "string") return { kind: "index", object, index, isOptional, ...range };

  return rewriteMember(object, { name: index.value, isOptional, at: { start: index.start, end: index.end } }, range);
}

function rewriteKey(key: SyntaxNode): SyntaxNode {
  if (key.kind !== "literal") return key;
  if (typeof key.value !== "string") return refuse("EXPRESSION_SYNTAX", "A key of a map is a string, as in JSON.", key);

  allowedName(key.value, key);
  return key;
}

function rewriteCall(name: string, given: readonly SyntaxNode[], range: SourceRange): SyntaxNode {
  if (name !== "has") return { kind: "call", name, receiver: null, arguments: given, ...range };
  const target = given[0];
  if (target?.kind !== "member" || given.length !== 1) {
    return refuse("EXPRESSION_SYNTAX", "has() takes one member, such as has(steps.reserve.output).", range);
  }

  return { kind: "has", target, ...range };
}

const MACROS: Readonly<Record<string, readonly number[]>> = { all: [2], exists: [2], exists_one: [2], map: [2, 3], filter: [2] };

function rewriteMethod(
  name: string,
  receiver: SyntaxNode,
  { given, range }: { given: readonly SyntaxNode[]; range: SourceRange },
): SyntaxNode {
  const [first, second, third] = given;
  // The library has seen that a macro names its variable.
  if (ownMember(MACROS, name)?.includes(given.length) === true && first?.kind === "name" && second !== undefined) {
    const macro = name as ComprehensionNode["macro"];
    return {
      kind: "comprehension",
      macro,
      range: receiver,
      variable: first.name,
      filter: third === undefined ? null : second,
      body: third ?? second,
      ...range,
    };
  }
  if ((name === "or" || name === "orValue") && first !== undefined && given.length === 1) {
    return { kind: "fallback", method: name, receiver, fallback: first, ...range };
  }
  // `optional` is no value but the name space of two functions.
  if (receiver.kind === "name" && receiver.name === "optional") {
    return { kind: "call", name: `optional.${name}`, receiver: null, arguments: given, ...range };
  }

  return { kind: "call", name, receiver, arguments: given, ...range };
}
