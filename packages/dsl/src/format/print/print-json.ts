import type { Arranged } from "../arrange.ts";
import { jsonText, scalarText } from "./scalar-text.ts";

/** A document that was JSON as JSON: two blanks a level, numbers as they were written. */
export function printJson(value: Arranged, indent = 0): string {
  // JSON has no aliases; a document with one is not JSON.
  if (value.kind === "alias") return "null";
  if (value.kind === "scalar") return typeof value.value === "string" ? jsonText(value.value) : scalarText(value, "flow");
  const [open, close] = value.kind === "map" ? ["{", "}"] : ["[", "]"];
  if (value.entries.length === 0) return open + close;

  const inner = " ".repeat(indent + 2);
  const lines = value.entries.map((entry) => {
    const name = entry.name === null ? "" : `${jsonText(entry.name)}: `;
    return `${inner}${name}${printJson(entry.value, indent + 2)}`;
  });
  return `${open}\n${lines.join(",\n")}\n${" ".repeat(indent)}${close}`;
}
