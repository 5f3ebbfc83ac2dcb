import { closest } from "../../diagnostics/closest.ts";
import { compilePattern, createFrame } from "../evaluate/frame.ts";
import { CHECKED_LITERALS, findFunctions, type LibraryFunction } from "../functions.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-tree.ts";
import { createBoundedCache } from "../values/bounded-cache.ts";
import { errorFromThrown } from "../values/failure.ts";
import { callableNames, type Place, report, settle, settleAs } from "./inference.ts";
import { DYN, mayBe, type StaticType, typeOfKind, unify } from "./static-type.ts";

/** The type of a call: of the library, of the scope (`done("capture")`), or unknown. */
export function inferCall(node: CallNode, place: Place): StaticType {
  const isMethod = node.receiver !== null;
  const nodes = node.receiver === null ? node.arguments : [node.receiver, ...node.arguments];
  const functions = findFunctions(node.name, isMethod);
  if (functions.length === 0 && !isMethod && isScopeFunction(node.name, place)) return inferScopeCall(node, place);

  const types = nodes.map((argument) => settle(argument, place));
  if (functions.length === 0) return reportUnknown(node, place);
  if (node.name === "id" && !isMethod) return inferId(node, { nodes, types, place });
  const fitting = functions.filter(({ parameters }) => parameters.length === nodes.length);
  if (fitting.length === 0) {
    return report(place, node, { code: "EXPRESSION_TYPE", message: `${node.name}() does not take ${node.arguments.length} arguments.` });
  }

  return inferLibraryCall(node, fitting, { nodes, types, place });
}

interface Given {
  readonly nodes: readonly SyntaxNode[];
  readonly types: readonly StaticType[];
  readonly place: Place;
}

function isScopeFunction(name: string, { inference }: Place): boolean {
  return Object.hasOwn(inference.declared, name) && inference.declared[name] === "function";
}

function inferScopeCall(node: CallNode, place: Place): StaticType {
  for (const argument of node.arguments) settleAs(argument, "string", { place, what: `An argument of ${node.name}()` });
  const literals = node.arguments.map((argument) =>
    argument.kind === "literal" && typeof argument.value === "string" ? argument.value : null,
  );
  place.inference.calls.push({ name: node.name, arguments: literals, start: node.start, end: node.end });

  return DYN;
}

// What other languages call some functions; no edit leads from these to ours.
const FOREIGN_NAMES: ReadonlyMap<string, string> = new Map([
  ["length", "size"],
  ["len", "size"],
  ["count", "size"],
  ["toUpperCase", "upperAscii"],
  ["toLowerCase", "lowerAscii"],
  ["upper", "upperAscii"],
  ["lower", "lowerAscii"],
  ["includes", "contains"],
  ["some", "exists"],
  ["every", "all"],
  ["str", "string"],
  ["toString", "string"],
]);

function reportUnknown(node: CallNode, place: Place): StaticType {
  const suggestion = closest(node.name, callableNames(place, node.receiver !== null)) ?? FOREIGN_NAMES.get(node.name);

  return report(place, node, {
    code: "UNKNOWN_FUNCTION",
    message: `There is no function ${node.name}().`,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

/** `id(name)` reads `saga.id`, so it is known only where the saga is. */
function inferId(node: CallNode, given: Given): StaticType {
  const { place } = given;
  if (!Object.hasOwn(place.inference.declared, "saga")) {
    return report(place, node, { code: "UNKNOWN_FUNCTION", message: "id() needs saga.id, which is not in scope here." });
  }
  place.inference.references.push({ path: ["saga", "id"], guarded: false, guardedFrom: null, start: node.start, end: node.end });
  const fitting = findFunctions("id", false).filter(({ parameters }) => parameters.length === given.nodes.length);
  if (fitting.length === 0) return report(place, node, { code: "EXPRESSION_TYPE", message: "id() takes one name." });

  return inferLibraryCall(node, fitting, given);
}

function inferLibraryCall(node: CallNode, overloads: readonly LibraryFunction[], given: Given): StaticType {
  const { nodes, types, place } = given;
  const matching = overloads.filter(({ parameters }) => types.every((type, index) => mayBe(type, parameters[index])));
  if (matching.length === 0) {
    const kinds = types.slice(nodes.length - node.arguments.length).map(({ kind }) => kind);
    const receiver = node.receiver === null ? "" : `${types[0]?.kind}.`;
    return report(place, node, { code: "EXPRESSION_TYPE", message: `There is no ${receiver}${node.name}(${kinds.join(", ")}).` });
  }
  checkLiteral(node, matching, given);
  const isOptional = node.name === "value" || node.name === "optional.of";

  return (isOptional ? types.map((type) => refineOptional(node, type)) : matching.map(returnType)).reduce(unify);
}

function returnType({ returns }: LibraryFunction): StaticType {
  return returns === "list<string>" ? { kind: "list", element: { kind: "string" } } : typeOfKind(returns);
}

function refineOptional(node: CallNode, type: StaticType): StaticType {
  if (node.name === "optional.of") return { kind: "optional", content: type };

  return type.kind === "optional" ? type.content : DYN;
}

/** `duration("5x")` and `x.matches("(")` are wrong whatever the data is. */
function checkLiteral(node: CallNode, overloads: readonly LibraryFunction[], { nodes, place }: Given): void {
  const literal = nodes.at(-1);
  const overload = overloads[0];
  if (literal?.kind !== "literal" || typeof literal.value !== "string" || overload === undefined) return;
  if (node.name === "matches") {
    if (compilePattern(literal.value) === undefined) {
      report(place, literal, {
        code: "EXPRESSION_TYPE",
        message: "This is no regular expression of RE2: look-around and back references do not exist there.",
      });
    }
    return;
  }
  if (!CHECKED_LITERALS.has(node.name) || node.receiver !== null) return;

  try {
    overload.call([literal.value], createFrame({}, createBoundedCache(0)));
  } catch (thrown) {
    // The function says why the literal is wrong the way it would at run time.
    report(place, literal, { code: "EXPRESSION_TYPE", message: errorFromThrown(thrown, "").message });
  }
}
