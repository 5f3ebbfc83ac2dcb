import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import type { ToldErrors } from "./told-errors.ts";

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
]);

/** Words, and what nobody decides by. */
const IDLE: ReadonlySet<string> = new Set(["detail", "delayMs", "category", "callId"]);

/** Writes what matters of the values of one exploration. */
export class ValueWriter {
  readonly #errors: ToldErrors;
  // Nothing that is written ever changes, and most of a position are the very objects of the one before.
  readonly #written = new WeakMap<object, string>();

  constructor(errors: ToldErrors) {
    this.#errors = errors;
  }

  /** Names stand in the order of the alphabet; what is null, false or empty is not there. */
  write(value: Json): string {
    if (typeof value !== "object" || value === null) return JSON.stringify(value);

    const known = this.#written.get(value) ?? this.#parts(value);
    this.#written.set(value, known);
    return known;
  }

  #parts(value: Extract<Json, object>): string {
    if (isJsonArray(value)) return `[${value.map((item) => this.write(item)).join()}]`;

    const members = Object.entries(value).flatMap(([name, member]) => {
      if (IDLE.has(name) || member === null || member === false) return [];
      const text = this.#member(name, member);
      return text === "{}" || text === "[]" ? [] : [`${name}:${text}`];
    });
    return `{${members.sort().join()}}`;
  }

  #member(name: string, member: Json): string {
    if (name === "cause" && isJsonObject(member)) return this.#errors.nameOf(String(member["type"]));

    return PRESENCE.has(name) ? "" : this.write(member);
  }
}
