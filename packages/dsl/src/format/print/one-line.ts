import type { Arranged, ArrangedCollection } from "../arrange.ts";
import type { Comments } from "../written.ts";
import { type Context, scalarText, textFor } from "./scalar-text.ts";

/** A value on one line; null if it is written over several: a block of entries, or something with comments in it. */
export function oneLine(value: Arranged, context: Context, comments: Comments): string | null {
  if (value.kind === "alias") return `*${value.name}`;
  if (value.kind === "scalar") return anchored(value, scalarText(value, context));
  if (value.entries.length === 0) return anchored(value, value.kind === "map" ? "{}" : "[]");
  if (!value.isFlow && context === "block") return null;

  return flowText(value, comments);
}

function flowText(value: ArrangedCollection, comments: Comments): string | null {
  if (comments.below.has(value.id)) return null;
  const parts: string[] = [];
  for (const { id, name, value: inner } of value.entries) {
    const text = oneLine(inner, "flow", comments);
    if (text === null || comments.before.has(id) || comments.behind.has(id)) return null;
    parts.push(name === null ? text : `${textFor(name, "flow")}: ${text}`);
  }
  return anchored(value, value.kind === "map" ? `{ ${parts.join(", ")} }` : `[${parts.join(", ")}]`);
}

function anchored({ anchor }: { readonly anchor: string | null }, text: string): string {
  return anchor === null ? text : `&${anchor} ${text}`;
}
