import type { BinaryNode, ComprehensionNode, IndexNode, SyntaxNode } from "../../../expression/syntax/syntax-tree.ts";

// What JSONata writes for the nodes it has no equal for. Texts of the parts come in the order of the node.

type Texts = readonly string[];

/** `object[index]`: in JSONata a list alone is read by index, an object by a function. */
export function indexText({ index }: IndexNode, [object, at]: Texts): string {
  if (index.kind === "literal") return `(${object})[${at}]`;

  return `(function($o, $i) { $type($o) = "object" ? $lookup($o, $i) : $o[$i] })(${object}, ${at})`;
}

/** An operator with two sides. */
export function binaryText(node: BinaryNode, [left, right]: Texts): string {
  switch (node.operator) {
    case "==":
      return `(${left} = ${right})`;
    case "+":
      return additionText(node, [`${left}`, `${right}`]);
    case "in":
      return node.right.kind === "list"
        ? `(${left} in ${right})`
        : `(${left} in (function($v) { $type($v) = "object" ? $keys($v) : $v })(${right}))`;
    default:
      return `(${left} ${node.operator} ${right})`;
  }
}

// "+" adds numbers, and joins texts and lists; JSONata has a word for each. Where neither side shows which, its values do.
function additionText({ left, right }: BinaryNode, [l, r]: readonly [string, string]): string {
  const sides = [left, right];
  if (sides.some(isText)) return `(${l} & ${r})`;
  if (sides.some(isNumber)) return `(${l} + ${r})`;

  return `(function($l, $r) { $type($l) = "number" ? $l + $r : $type($l) = "array" ? $append($l, $r) : $l & $r })(${l}, ${r})`;
}

function isText(node: SyntaxNode): boolean {
  if (node.kind === "literal") return typeof node.value === "string";
  if (node.kind === "call") return node.name === "string";

  return node.kind === "binary" && node.operator === "+" && [node.left, node.right].some(isText);
}

function isNumber(node: SyntaxNode): boolean {
  if (node.kind === "literal") return typeof node.value === "number";
  if (node.kind === "call") return ["size", "double", "sum"].includes(node.name);
  if (node.kind !== "binary") return node.kind === "unary";

  return ["-", "*", "/", "%"].includes(node.operator) || (node.operator === "+" && [node.left, node.right].some(isNumber));
}

const FUNCTIONS: ReadonlyMap<string, (values: Texts) => string> = new Map(
  Object.entries({
    "size/1": ([value]: Texts) =>
      `(function($v) { $type($v) = "string" ? $length($v) : $type($v) = "object" ? $count($keys($v)) : $count($v) })(${value})`,
    "string/1": ([value]: Texts) => `$string(${value})`,
    "double/1": ([value]: Texts) => `$number(${value})`,
    "dyn/1": ([value]: Texts) => `${value}`,
    "contains/2": ([value, part]: Texts) => `$contains(${value}, ${part})`,
    "startsWith/2": ([value, part]: Texts) => `($substring(${value}, 0, $length(${part})) = ${part})`,
    "endsWith/2": ([value, part]: Texts) => `($substring(${value}, $length(${value}) - $length(${part})) = ${part})`,
    "lowerAscii/1": ([value]: Texts) => `$lowercase(${value})`,
    "upperAscii/1": ([value]: Texts) => `$uppercase(${value})`,
    // `$trim` would shorten the white space inside too.
    "trim/1": ([value]: Texts) => `$replace(${value}, /^\\s+|\\s+$/, "")`,
    "split/2": ([value, by]: Texts) => `$split(${value}, ${by})`,
    "join/1": ([value]: Texts) => `$join(${value})`,
    "join/2": ([value, by]: Texts) => `$join(${value}, ${by})`,
    "sum/1": ([value]: Texts) => `$sum(${value})`,
    "min/1": ([value]: Texts) => `$min(${value})`,
    "max/1": ([value]: Texts) => `$max(${value})`,
    ...Object.fromEntries(
      [2, 3, 4].flatMap((count) => [
        [`min/${count}`, (values: Texts) => `$min([${values.join(", ")}])`],
        [`max/${count}`, (values: Texts) => `$max([${values.join(", ")}])`],
      ]),
    ),
    // One name, one id for as long as the execution lasts: that is what an undo needs of it.
    "id/1": ([name]: Texts) => `($states.context.Execution.Name & "-" & ${name})`,
  }),
);

/** How a function of so many values is written, its receiver the first; null: it has no counterpart. */
export function callText(name: string, count: number): ((values: Texts) => string) | null {
  return FUNCTIONS.get(`${name}/${count}`) ?? null;
}

// Functions of JSONata are read like variables, so that a variable of the same name hides one.
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  "append contains count encodeUrlComponent error exists filter join keys length lookup lowercase map max min not number replace split string substring sum type uppercase".split(
    " ",
  ),
);

/** Whether a variable of this name would hide a function that is called here. */
export function isFunctionWord(name: string): boolean {
  return FUNCTION_WORDS.has(name);
}

/** The variable of a macro. */
export function macroVariable({ variable }: ComprehensionNode): string {
  return isFunctionWord(variable) ? `$${variable}_` : `$${variable}`;
}

/** A macro over a list. `kept` is there where the macro filters first. */
export function comprehensionText(node: ComprehensionNode, [over, told, kept]: Texts): string {
  const variable = macroVariable(node);
  const filtered = (items: string, by: string): string => `$filter(${items}, function(${variable}) { ${by} })`;
  switch (node.macro) {
    case "map":
      return `[$map(${kept === undefined ? over : filtered(`${over}`, kept)}, function(${variable}) { ${told} })]`;
    case "filter":
      return `[${filtered(`${over}`, `${told}`)}]`;
    case "exists":
      return `($count(${filtered(`${over}`, `${told}`)}) > 0)`;
    case "exists_one":
      return `($count(${filtered(`${over}`, `${told}`)}) = 1)`;
    case "all":
      return `($count(${filtered(`${over}`, `$not(${told})`)}) = 0)`;
  }
}
