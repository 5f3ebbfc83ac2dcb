import type { Json, JsonObject } from "@skald/shared";
import { templateOf } from "../term/render-term.ts";
import { type Term, textOf } from "../term/term.ts";

export const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
/** Stands where an address is not known before it runs. Nothing answers there. */
export const NO_ADDRESS = "https://address.invalid/";

const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;

/** The address a term gives; null when it is computed as a whole: values may only fill single segments. */
export function addressOf(parts: readonly (string | Term)[]): string | null {
  const url = templateOf(textOf(parts.flatMap(flatPart)));

  return typeof url === "string" && /^https?:\/\/[^/$]/.test(url) ? url : null;
}

function flatPart(part: string | Term): readonly (string | Term)[] {
  if (typeof part === "string") return [part];
  if (part.kind === "text") return part.parts;

  return part.kind === "literal" ? [String(part.value)] : [part];
}

/** Headers, or query parameters, as texts; null when there are none. */
export function namedTexts(term: Term | undefined, what: "headers" | "query"): JsonObject | null {
  const rendered = term === undefined ? null : templateOf(term);
  if (typeof rendered !== "object" || rendered === null || Array.isArray(rendered)) return null;
  const kept = Object.entries(rendered as JsonObject)
    .filter(([name]) => (what === "headers" ? HEADER.test(name) : name.length <= 200))
    .map(([name, value]): [string, Json] => [name, textFrom(value)]);

  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function textFrom(value: Json): string {
  if (Array.isArray(value)) return textFrom((value as readonly Json[])[0] ?? "");
  const text = typeof value === "string" ? value : JSON.stringify(value);

  return text === "" ? " " : text;
}
