import { isJsonArray, type Json, parseDuration } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { Check, WithExpressions } from "../check.ts";

const DURATION_FIELDS = new Set([
  "timeout",
  "for",
  "delay",
  "maxDelay",
  "within",
  "interval",
  "per",
  "window",
  "halfOpenAfter",
  "retention",
  "after",
  "wait",
]);
const LOOKS_LIKE = /^(?:\d+(?:ms|s|m|h|d))+$|^P[\dT]/;

/** A duration of the right form is no longer than a saga can live. */
export const longDurations: Check<WithExpressions> = ({ document, places }, report) => {
  walk(document, [], (path, value) => {
    if (!LOOKS_LIKE.test(value) || parseDuration(value) !== undefined) return;
    report({ code: "BAD_DURATION", at: places.spanOf(path), message: `"${value.slice(0, 60)}" is longer than 400 days.` });
  });
};

// What a request carries or a schema describes is the author's own.
const OWN = new Set(["with", "body", "output", "values", "input", "params", "outputSchema", "data", "query", "headers", "labels"]);

function walk(value: Json, path: Path, visit: (path: Path, value: string) => void): void {
  if (value === null || typeof value !== "object") return;
  const members: readonly (readonly [string | number, Json])[] = isJsonArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [step, child] of members) {
    if (typeof child === "string" && DURATION_FIELDS.has(String(step))) visit([...path, step], child);
    else if (!OWN.has(String(step))) walk(child, [...path, step], visit);
  }
}
