// The syntax tree of the saga language: CEL after the rewriting that dsl.md section 6 asks for. All numbers are
// doubles, macros are nodes of their own, `x["name"]` is `x.name`, and no node knows the CEL library.

/** Where a node stands in the source of its expression; `end` is exclusive. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** `null`, `true`, `1`, `"text"`. */
interface LiteralNode extends SourceRange {
  readonly kind: "literal";
  readonly value: null | boolean | number | string;
}

/** A name of the scope, or the variable of a comprehension. */
export interface NameNode extends SourceRange {
  readonly kind: "name";
  readonly name: string;
}

/** `object.name`, `object.?name` (`isOptional`) and `object["name"]`. */
export interface MemberNode extends SourceRange {
  readonly kind: "member";
  readonly object: SyntaxNode;
  readonly name: string;
  readonly isOptional: boolean;
  /** The range of the name alone. */
  readonly at: SourceRange;
}

/** `object[index]` with an index that is no literal text. */
export interface IndexNode extends SourceRange {
  readonly kind: "index";
  readonly object: SyntaxNode;
  readonly index: SyntaxNode;
  readonly isOptional: boolean;
}

/** `name(…)`, or `receiver.name(…)`. */
export interface CallNode extends SourceRange {
  readonly kind: "call";
  readonly name: string;
  readonly receiver: SyntaxNode | null;
  readonly arguments: readonly SyntaxNode[];
}

/** `has(target)`: whether the last member is there. */
export interface HasNode extends SourceRange {
  readonly kind: "has";
  readonly target: MemberNode;
}

/** `receiver.or(fallback)` and `receiver.orValue(fallback)`: the fallback is evaluated only for `none`. */
interface FallbackNode extends SourceRange {
  readonly kind: "fallback";
  readonly method: "or" | "orValue";
  readonly receiver: SyntaxNode;
  readonly fallback: SyntaxNode;
}

/** `range.all(variable, body)` and its siblings; `filter` is the middle argument of `map`. */
export interface ComprehensionNode extends SourceRange {
  readonly kind: "comprehension";
  readonly macro: "all" | "exists" | "exists_one" | "map" | "filter";
  readonly range: SyntaxNode;
  readonly variable: string;
  readonly filter: SyntaxNode | null;
  readonly body: SyntaxNode;
}

/** `[a, b]`. */
interface ListNode extends SourceRange {
  readonly kind: "list";
  readonly elements: readonly SyntaxNode[];
}

/** `{"a": 1}`; keys are texts, because the result is JSON. */
interface MapNode extends SourceRange {
  readonly kind: "map";
  readonly entries: readonly { readonly key: SyntaxNode; readonly value: SyntaxNode }[];
}

/** `!x`, `-x`. */
export interface UnaryNode extends SourceRange {
  readonly kind: "unary";
  readonly operator: "!" | "-";
  readonly operand: SyntaxNode;
}

/** The operators that evaluate both sides. */
export type BinaryOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "+" | "-" | "*" | "/" | "%";

/** `left operator right`. */
export interface BinaryNode extends SourceRange {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: SyntaxNode;
  readonly right: SyntaxNode;
}

/** `left && right`, `left || right`: one side may fail when the other decides. */
export interface LogicalNode extends SourceRange {
  readonly kind: "logical";
  readonly operator: "&&" | "||";
  readonly left: SyntaxNode;
  readonly right: SyntaxNode;
}

/** `condition ? consequent : otherwise`; the branches may differ in type. */
export interface ConditionalNode extends SourceRange {
  readonly kind: "conditional";
  readonly condition: SyntaxNode;
  readonly consequent: SyntaxNode;
  readonly otherwise: SyntaxNode;
}

/** Any node. */
export type SyntaxNode =
  | LiteralNode
  | NameNode
  | MemberNode
  | IndexNode
  | CallNode
  | HasNode
  | FallbackNode
  | ComprehensionNode
  | ListNode
  | MapNode
  | UnaryNode
  | BinaryNode
  | LogicalNode
  | ConditionalNode;
