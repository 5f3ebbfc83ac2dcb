import { requireIndex } from "../numbers.ts";
import type { HasNode, IndexNode, MemberNode, SyntaxNode } from "../syntax/syntax-tree.ts";
import { fail } from "../values/failure.ts";
import { clip, parseTimestamp } from "../values/times.ts";
import { contentOf, kindOf, optionalValue } from "../values/value.ts";
import { compileName } from "./compile-name.ts";
import { type Evaluate, readOwn, spend } from "./frame.ts";

/** Members of `saga` that hold instants; the scope has them as RFC 3339 texts. */
export const SAGA_INSTANTS: ReadonlySet<string> = new Set(["startedAt", "updatedAt"]);

/** The fast path: `input.customer.id` in one closure. Undefined when the node is no such path. */
export function compilePath(node: MemberNode, locals: readonly string[]): Evaluate | undefined {
  const names: string[] = [];
  let object: SyntaxNode = node;
  while (object.kind === "member") {
    if (object.isOptional || isSagaInstant(object, locals)) return undefined;
    names.unshift(object.name);
    object = object.object;
  }
  if (object.kind !== "name") return undefined;
  const root = compileName(object.name, locals);
  const way = [object.name, ...names];
  const steps = names.map((name, index) => ({ name, before: way.slice(0, index + 1).join("."), onwards: names.slice(index) }));

  return (frame) => {
    spend(frame, steps.length);
    let value = root(frame);
    for (const { name, before, onwards } of steps) {
      // An optional in a variable makes the rest of the path optional.
      if (kindOf(value) === "optional") return onwards.reduce((inner, next) => optionalMember(inner, next), value);
      value = readOwn(value, name) ?? requireMember(value, name, before);
    }
    return value;
  };
}

/** Whether a node is an instant of the saga itself, which the scope has as a text. */
export function isSagaInstant(node: MemberNode, locals: readonly string[]): boolean {
  return SAGA_INSTANTS.has(node.name) && node.object.kind === "name" && node.object.name === "saga" && !locals.includes("saga");
}

function requireMember(object: unknown, name: string, path: string): unknown {
  const kind = kindOf(object);
  if (kind !== "map") return fail("EXPRESSION_FAILED", `"${clip(name)}" cannot be read from ${describe(path, kind)}.`);
  // Null is a value of its own; `??` cannot tell it from a member that is not there.
  if (readOwn(object, name) === null) return null;

  return fail("EXPRESSION_FAILED", `${path === "" ? "The map" : `"${clip(path)}"`} has no "${clip(name)}".`);
}

function describe(path: string, kind: string): string {
  return path === "" ? `a value of type ${kind}` : `"${clip(path)}", which is ${kind}`;
}

/** `.?`: what cannot be read is `none`, whatever the reason. */
function optionalMember(object: unknown, name: string): unknown {
  const holder = kindOf(object) === "optional" ? contentOf(object) : object;

  return optionalValue(readOwn(holder, name));
}

/** One member, of whatever holds it. */
export function compileMember(node: MemberNode, object: Evaluate, isInstant: boolean): Evaluate {
  return (frame) => {
    spend(frame, 1);
    const holder = object(frame);
    if (node.isOptional || kindOf(holder) === "optional") return optionalMember(holder, node.name);
    const value = readOwn(holder, node.name) ?? requireMember(holder, node.name, node.object.kind === "name" ? node.object.name : "");

    return isInstant && typeof value === "string" ? (parseTimestamp(value) ?? value) : value;
  };
}

/** One item of a list, or member of a map by a computed name. */
export function compileIndex(node: IndexNode, object: Evaluate, index: Evaluate): Evaluate {
  return (frame) => {
    spend(frame, 1);
    const holder = object(frame);
    const at = index(frame);
    if (node.isOptional || kindOf(holder) === "optional") {
      const inner = kindOf(holder) === "optional" ? contentOf(holder) : holder;
      return optionalValue(readElement(inner, at));
    }

    const value = readElement(holder, at);
    return value === undefined ? failIndex(holder, at) : value;
  };
}

/** Undefined when there is nothing at that place, or no place like that. */
function readElement(holder: unknown, at: unknown): unknown {
  if (typeof at === "string") return readOwn(holder, at);
  if (typeof at !== "number" || !Array.isArray(holder)) return undefined;

  return at >= 0 && at < holder.length ? holder[requireIndex(at)] : undefined;
}

function failIndex(holder: unknown, at: unknown): never {
  const kind = kindOf(holder);
  if (kind === "map" && typeof at === "string") fail("EXPRESSION_FAILED", `The map has no "${clip(at)}".`);
  if (kind === "list" && typeof at === "number") {
    fail("EXPRESSION_FAILED", `The list has ${(holder as readonly unknown[]).length} items, and none at ${requireIndex(at)}.`);
  }

  return fail("EXPRESSION_FAILED", `A value of type ${kind} has no index of type ${kindOf(at)}.`);
}

/** Whether a member is there. */
export function compileHas(node: HasNode, object: Evaluate): Evaluate {
  const { name, isOptional } = node.target;
  return (frame) => {
    spend(frame, 1);
    const holder = object(frame);
    const inner = kindOf(holder) === "optional" ? contentOf(holder) : holder;
    if (kindOf(inner) !== "map" && inner === holder && !isOptional) {
      return fail("EXPRESSION_FAILED", `has() looks for "${clip(name)}" in a value of type ${kindOf(inner)}.`);
    }

    return readOwn(inner, name) !== undefined;
  };
}
