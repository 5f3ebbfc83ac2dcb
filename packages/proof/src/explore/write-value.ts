import { isJsonArray, type Json } from "@skald/shared";

/** Instants and numbers of entries: only whether they are there matters. */
const PRESENCE: ReadonlySet<string> = new Set([
  "at",
  "since",
  "dueAt",
  "leftMs",
  "outputAt",
  "entry",
  "arrivedAt",
  "givenAt",
  "settledAt",
  "decidedAt",
  "lateSince",
  "cause",
]);

/** Words, and what nobody decides by. */
const IDLE: ReadonlySet<string> = new Set(["detail", "delayMs", "category", "callId"]);

// Nothing that is written here ever changes, and most of a position are the very objects of the one before.
const written = new WeakMap<object, string>();

/** What matters of a value. Names stand in the order of the alphabet; what is null, false or empty is not there. */
export function writeValue(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);

  const known = written.get(value) ?? writeParts(value);
  written.set(value, known);
  return known;
}

function writeParts(value: Extract<Json, object>): string {
  if (isJsonArray(value)) return `[${value.map(writeValue).join()}]`;

  const members = Object.entries(value).flatMap(([name, member]) => {
    if (IDLE.has(name) || member === null || member === false) return [];
    const text = PRESENCE.has(name) ? "" : writeValue(member);
    return text === "{}" || text === "[]" ? [] : [`${name}:${text}`];
  });
  return `{${members.sort().join()}}`;
}
