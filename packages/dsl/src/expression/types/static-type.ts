import type { KnownKind, ValueKind } from "../values/value.ts";

/** What is known about a value before anything runs. */
export type StaticType =
  | { readonly kind: "dyn" | "function" | Exclude<KnownKind, "list" | "map" | "optional"> }
  | { readonly kind: "list"; readonly element: StaticType }
  | { readonly kind: "optional"; readonly content: StaticType }
  | { readonly kind: "map"; readonly members: Members | null };

/** The declared members of a map; null means that any name may be read. */
export interface Members {
  /** Undefined when the name is not declared. */
  readonly typeOf: (name: string) => StaticType | undefined;
  readonly names: () => readonly string[];
}

/** Nothing is known. */
export const DYN: StaticType = { kind: "dyn" };
/** A list of anything. */
export const LIST: StaticType = { kind: "list", element: DYN };
/** A map of anything. */
export const MAP: StaticType = { kind: "map", members: null };

/** The type of a kind of value. */
export function typeOfKind(kind: KnownKind | "dyn" | "function"): StaticType {
  if (kind === "list") return LIST;
  if (kind === "map") return MAP;

  return kind === "optional" ? { kind, content: DYN } : { kind };
}

/** The type of a value that has one type or the other. */
export function unify(left: StaticType, right: StaticType): StaticType {
  if (left === right) return left;
  if (left.kind !== right.kind) return DYN;
  if (left.kind === "list" && right.kind === "list") return { kind: "list", element: unify(left.element, right.element) };
  if (left.kind === "optional" && right.kind === "optional") return { kind: "optional", content: unify(left.content, right.content) };

  return left.kind === "map" ? MAP : left;
}

/** Whether a value of this type may be of that kind. */
export function mayBe(type: StaticType, kind: ValueKind | "any" | undefined): boolean {
  return kind === "any" || type.kind === "dyn" || type.kind === kind;
}
