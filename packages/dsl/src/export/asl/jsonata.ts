import { parseExpression } from "../../expression/syntax/parse.ts";
import type { ComprehensionNode, SyntaxNode } from "../../expression/syntax/syntax-tree.ts";

/** A name with members behind it: what it is in JSONata, and how many members that covers. */
export type ResolvedName = { readonly text: string; readonly covers: number } | "absent" | "unknown";

/** What the names of an expression stand for where it is written to. `path` begins with the name itself. */
export type Names = (path: readonly string[]) => ResolvedName;

/** An expression in JSONata; absent when it reads what is certainly not there; failed when there are no words for it. */
export type Translated = { readonly kind: "text"; readonly text: string } | { readonly kind: "absent" } | { readonly kind: "failed" };

/** One expression of the language in JSONata, the query language of Amazon States Language. */
export function jsonataOf(source: string, names: Names): Translated {
  const parsed = parseExpression(source);
  if (!parsed.ok) return { kind: "failed" };
  const { node } = parsed;
  const path = node.kind === "member" || node.kind === "name" ? pathOf(node) : null;
  if (path !== null && names(path) === "absent") return { kind: "absent" };

  const text = write(node, names);
  return text === null ? { kind: "failed" } : { kind: "text", text };
}

function write(node: SyntaxNode, names: Names): string | null {
  switch (node.kind) {
    case "literal":
      return JSON.stringify(node.value);
    case "name":
    case "member":
      return writeMember(node, names);
    case "index":
      return joined([node.object, node.index], names, ([object, index]) => `(${object})[${index}]`);
    case "has":
      return joined([node.target], names, ([target]) => `$exists(${target})`);
    case "fallback":
      return joined([node.receiver, node.fallback], names, ([receiver, fallback]) => `($exists(${receiver}) ? ${receiver} : ${fallback})`);
    case "list":
      return joined(node.elements, names, (elements) => `[${elements.join(", ")}]`);
    case "map":
      return joined(
        node.entries.flatMap(({ key, value }) => [key, value]),
        names,
        (parts) => `{${pairs(parts)}}`,
      );
    case "unary":
      return joined([node.operand], names, ([operand]) => (node.operator === "!" ? `$not(${operand})` : `-(${operand})`));
    case "logical":
      return joined([node.left, node.right], names, ([left, right]) => `(${left} ${node.operator === "&&" ? "and" : "or"} ${right})`);
    case "conditional":
      return joined(
        [node.condition, node.consequent, node.otherwise],
        names,
        ([when, then, otherwise]) => `(${when} ? ${then} : ${otherwise})`,
      );
    case "binary":
      return joined([node.left, node.right], names, ([left, right]) => `(${left} ${operatorOf(node)} ${right})`);
    case "call":
      return writeCall(node, names);
    case "comprehension":
      return writeComprehension(node, names);
  }
}

function joined(parts: readonly SyntaxNode[], names: Names, join: (texts: readonly string[]) => string): string | null {
  const texts = parts.map((part) => write(part, names));
  const known = texts.filter((text) => text !== null);

  return known.length === texts.length ? join(known) : null;
}

function pairs(parts: readonly string[]): string {
  return parts.flatMap((part, index) => (index % 2 === 0 ? [`${part}: ${parts[index + 1] ?? "null"}`] : [])).join(", ");
}

type Path = Extract<SyntaxNode, { readonly kind: "member" | "name" }>;

function writeMember(node: Path, names: Names): string | null {
  const path = pathOf(node);
  if (path === null) {
    const object = node.kind === "member" ? write(node.object, names) : null;
    return object === null || node.kind === "name" ? null : `(${object})${memberText(node.name)}`;
  }
  const resolved = names(path);
  if (typeof resolved === "string") return null;

  return `${resolved.text}${path.slice(resolved.covers).map(memberText).join("")}`;
}

function pathOf(node: SyntaxNode): readonly string[] | null {
  if (node.kind === "name") return [node.name];
  if (node.kind !== "member") return null;
  const before = pathOf(node.object);

  return before === null ? null : [...before, node.name];
}

function memberText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `.\`${name.replaceAll("`", "")}\``;
}

const OPERATORS: Readonly<Record<string, string>> = { "==": "=" };

// "+" joins texts here and adds numbers; JSONata has an operator for each.
function operatorOf(node: Extract<SyntaxNode, { readonly kind: "binary" }>): string {
  if (node.operator === "+" && [node.left, node.right].some(isText)) return "&";

  return OPERATORS[node.operator] ?? node.operator;
}

function isText(node: SyntaxNode): boolean {
  return (
    (node.kind === "literal" && typeof node.value === "string") ||
    (node.kind === "call" && node.name === "string") ||
    (node.kind === "binary" && operatorOf(node) === "&")
  );
}

type Function = (values: readonly string[]) => string;

const FUNCTIONS: Readonly<Record<string, Function>> = {
  size: ([value]) => `($type(${value}) = "string" ? $length(${value}) : $count(${value}))`,
  string: ([value]) => `$string(${value})`,
  double: ([value]) => `$number(${value})`,
  contains: ([value, part]) => `$contains(${value}, ${part})`,
  startsWith: ([value, part]) => `($substring(${value}, 0, $length(${part})) = ${part})`,
  endsWith: ([value, part]) => `($substring(${value}, $length(${value}) - $length(${part})) = ${part})`,
  lowerAscii: ([value]) => `$lowercase(${value})`,
  upperAscii: ([value]) => `$uppercase(${value})`,
  trim: ([value]) => `$trim(${value})`,
  split: ([value, by]) => `$split(${value}, ${by})`,
  join: ([value, by]) => `$join(${[value, by].filter((each) => each !== undefined).join(", ")})`,
  sum: ([value]) => `$sum(${value})`,
  min: ([value]) => `$min(${value})`,
  max: ([value]) => `$max(${value})`,
  // One name, one id for as long as the execution lasts: that is what an undo needs of it.
  id: ([name]) => `($states.context.Execution.Name & "-" & ${name})`,
};

function writeCall(node: Extract<SyntaxNode, { readonly kind: "call" }>, names: Names): string | null {
  const call = Object.hasOwn(FUNCTIONS, node.name) ? FUNCTIONS[node.name] : undefined;
  const given = [...(node.receiver === null ? [] : [node.receiver]), ...node.arguments];

  return call === undefined || given.length === 0 ? null : joined(given, names, call);
}

function writeComprehension({ macro, range, variable, filter, body }: ComprehensionNode, names: Names): string | null {
  const inner: Names = (path) => (path[0] === variable ? { text: `$${variable}`, covers: 1 } : names(path));
  const over = write(range, names);
  const told = write(body, inner);
  const kept = filter === null ? null : write(filter, inner);
  if (over === null || told === null || (filter !== null && kept === null)) return null;

  const each = (text: string): string => `function($${variable}) { ${text} }`;
  const items = kept === null ? over : `$filter(${over}, ${each(kept)})`;
  switch (macro) {
    case "map":
      return `[$map(${items}, ${each(told)})]`;
    case "filter":
      return `[$filter(${over}, ${each(told)})]`;
    case "exists":
      return `($count($filter(${over}, ${each(told)})) > 0)`;
    case "exists_one":
      return `($count($filter(${over}, ${each(told)})) = 1)`;
    case "all":
      return `($count($filter(${over}, ${each(`$not(${told})`)})) = 0)`;
  }
}
