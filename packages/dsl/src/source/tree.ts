import type { Json } from "@skald/shared";

/** How a value is written; it decides how offsets of a text map to offsets of the source. */
export type Style = "plain" | "single" | "double" | "block" | "list" | "object";

/** A value with its place. Offsets are in the whole text, end exclusive. */
export interface TreeNode {
  readonly value: Json;
  readonly style: Style;
  readonly start: number;
  readonly end: number;
  /** Members by name, items by index; none for other values. */
  readonly children: ReadonlyMap<string | number, TreeNode>;
  /** Where the names of the members stand. */
  readonly keys: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
}

const NO_CHILDREN: TreeNode["children"] = new Map();
const NO_KEYS: TreeNode["keys"] = new Map();

/** A node without members. */
export function leaf(value: Json, style: Style, [start, end]: readonly [number, number]): TreeNode {
  return { value, style, start, end, children: NO_CHILDREN, keys: NO_KEYS };
}
