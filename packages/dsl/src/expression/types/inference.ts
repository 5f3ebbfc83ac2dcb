import { functionNames } from "../functions.ts";
import type { SourceRange, SyntaxNode } from "../syntax/syntax-tree.ts";
import type { ExpressionErrorCode } from "../values/failure.ts";
import { extendPath, type ReadPath, type Reference, referenceFrom } from "./references.ts";
import type { ScopeTypes } from "./scope-types.ts";
import { DYN, mayBe, type StaticType } from "./static-type.ts";

/** The codes of a static check; those of syntax are shared with evaluation. */
export type ExpressionProblemCode = ExpressionErrorCode | "EXPRESSION_TYPE" | "UNKNOWN_PROPERTY";

/** One thing that is wrong with an expression; offsets are within its source, `end` exclusive. */
export interface ExpressionProblem extends SourceRange {
  readonly code: ExpressionProblemCode;
  readonly message: string;
  /** The name that was probably meant. */
  readonly suggestion?: string;
}

/** A call of a function of the scope. An argument is null when it is no literal. */
export interface ScopeCall extends SourceRange {
  readonly name: string;
  readonly arguments: readonly (string | null)[];
}

/** What one check collects. */
export interface Inference {
  readonly declared: ScopeTypes;
  /** The walk itself, so that the parts of it need not import each other. */
  readonly infer: (node: SyntaxNode, place: Place) => StaticType;
  readonly problems: ExpressionProblem[];
  readonly references: Reference[];
  readonly calls: ScopeCall[];
}

/** Where in the expression the walk is. */
export interface Place {
  readonly inference: Inference;
  readonly variables: readonly { readonly name: string; readonly type: StaticType; readonly read: ReadPath | null }[];
  /** Paths that conditions around this place have proven to be there. */
  readonly known: readonly (readonly string[])[];
}

/** An empty collection. */
export function createInference(declared: ScopeTypes, infer: Inference["infer"]): Inference {
  return { declared, infer, problems: [], references: [], calls: [] };
}

/** The type of a node whose value is used: what it reads becomes a reference. */
export function settle(node: SyntaxNode, place: Place): StaticType {
  const type = place.inference.infer(node, place);
  const read = readPathOf(node, place);
  if (read !== null) place.inference.references.push(referenceFrom(read, place.known, node));

  return type;
}

/** Settles a node and says so when it cannot be of the kind that is needed. */
export function settleAs(
  node: SyntaxNode,
  kind: "bool" | "string" | "number",
  { place, what }: { readonly place: Place; readonly what: string },
): StaticType {
  const type = settle(node, place);
  if (!mayBe(type, kind)) report(place, node, { code: "EXPRESSION_TYPE", message: `${what} must be ${kind}, and this is ${type.kind}.` });

  return type;
}

/** Adds a problem. */
export function report(place: Place, { start, end }: SourceRange, problem: Omit<ExpressionProblem, "start" | "end">): StaticType {
  const { suggestion, ...rest } = problem;
  place.inference.problems.push({ ...rest, start, end, ...(suggestion === undefined ? {} : { suggestion }) });

  return DYN;
}

/** The members a node reads, when it is nothing but that. */
export function readPathOf(node: SyntaxNode, place: Place): ReadPath | null {
  switch (node.kind) {
    case "name": {
      const variable = place.variables.findLast(({ name }) => name === node.name);
      if (variable !== undefined) return variable.read;
      return Object.hasOwn(place.inference.declared, node.name) ? { path: [node.name], guardedFrom: null } : null;
    }
    case "member":
      return extendPath(readPathOf(node.object, place), node.name, node.isOptional);
    case "index":
      return extendPath(readPathOf(node.object, place), "*", node.isOptional);
    default:
      return null;
  }
}

/** Names of functions that can stand here, for suggestions. */
export function callableNames(place: Place, isMethod: boolean): readonly string[] {
  if (isMethod) return functionNames(true);
  const own = Object.keys(place.inference.declared).filter((name) => place.inference.declared[name] === "function");

  return [...functionNames(false), ...own];
}
