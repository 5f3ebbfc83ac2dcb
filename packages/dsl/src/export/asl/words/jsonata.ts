import { parseExpression } from "../../../expression/syntax/parse.ts";
import type { SyntaxNode } from "../../../expression/syntax/syntax-tree.ts";
import { binaryText, callText, comprehensionText, indexText, macroVariable } from "./jsonata-text.ts";
import { type Names, namesFrom } from "./names-from.ts";

/** What gives nothing in JSONata, for what is certainly not there. */
export const NOTHING = "()";

/** One expression in JSONata. `canBeNone`: it may give nothing, as only an optional member may. */
interface Translated {
  readonly text: string;
  readonly canBeNone: boolean;
}

/** One expression of the language in JSONata, the query language of Amazon States Language; null: there are no words for it. */
export function jsonataOf(source: string, names: Names): Translated | null {
  const parsed = parseExpression(source);
  if (!parsed.ok) return null;
  const text = write(parsed.node, names);

  return text === null ? null : { text, canBeNone: canBeNone(parsed.node) };
}

function write(node: SyntaxNode, names: Names): string | null {
  const joined = (parts: readonly SyntaxNode[], join: (texts: readonly string[]) => string): string | null =>
    all(
      parts.map((part) => write(part, names)),
      join,
    );
  switch (node.kind) {
    case "literal":
      return JSON.stringify(node.value);
    case "name":
      return writePath([node.name], names);
    case "member": {
      const path = pathOf(node);
      return path === null ? joined([node.object], ([object]) => `(${object})${memberText(node.name)}`) : writePath(path, names);
    }
    case "index":
      return joined([node.object, node.index], (texts) => indexText(node, texts));
    case "has":
      return joined([node.target], ([target]) => existsText(node.target, `${target}`));
    case "fallback":
      return joined([node.receiver, node.fallback], ([receiver, fallback]) => {
        const exists = existsText(node.receiver, `${receiver}`);
        return `(${exists} ? ${receiver} : ${fallback})`;
      });
    case "list":
      return joined(node.elements, (elements) => `[${elements.join(", ")}]`);
    case "map":
      return all(
        node.entries.map(({ key, value }) => joined([key, value], (entry) => entry.join(": "))),
        (entries) => `{${entries.join(", ")}}`,
      );
    case "unary":
      return joined([node.operand], ([operand]) => (node.operator === "!" ? `$not(${operand})` : `-(${operand})`));
    case "logical":
      return joined([node.left, node.right], ([left, right]) => `(${left} ${node.operator === "&&" ? "and" : "or"} ${right})`);
    case "conditional":
      return joined([node.condition, node.consequent, node.otherwise], ([when, then, otherwise]) => `(${when} ? ${then} : ${otherwise})`);
    case "binary":
      return joined([node.left, node.right], (texts) => binaryText(node, texts));
    case "call": {
      const given = [...(node.receiver === null ? [] : [node.receiver]), ...node.arguments];
      const call = callText(node.name, given.length);
      return call === null ? null : joined(given, call);
    }
    case "comprehension": {
      const inner = namesFrom(new Map([[node.variable, macroVariable(node)]]), names);
      const kept = node.filter === null ? [] : [write(node.filter, inner)];
      return all([write(node.range, names), write(node.body, inner), ...kept], (texts) => comprehensionText(node, texts));
    }
  }
}

// A variable has to be assigned before it is read: the output of a step that did not run is null.
function existsText(node: SyntaxNode, text: string): string {
  const path = pathOf(node)?.join(".") ?? "";

  return /^(?:steps\.\w+\.output|vars\.\w+)$/.test(path) ? `(${text} != null)` : `$exists(${text})`;
}

function all(texts: readonly (string | null)[], join: (texts: readonly string[]) => string): string | null {
  const known = texts.filter((text) => text !== null);

  return known.length === texts.length ? join(known) : null;
}

function writePath(path: readonly string[], names: Names): string | null {
  const resolved = names(path);

  return resolved === null ? null : `${resolved.text}${path.slice(resolved.covers).map(memberText).join("")}`;
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

function canBeNone(node: SyntaxNode): boolean {
  switch (node.kind) {
    case "member":
    case "index":
      return node.isOptional || canBeNone(node.object);
    case "fallback":
      return node.method === "or" && canBeNone(node.fallback);
    case "conditional":
      return canBeNone(node.consequent) || canBeNone(node.otherwise);
    default:
      return false;
  }
}
