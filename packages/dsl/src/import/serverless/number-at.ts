import type { JsonObject } from "@skald/shared";
import { fieldAt } from "./fields.ts";
import { type Place, tellAt } from "./place.ts";

interface NumberField {
  readonly json: JsonObject;
  readonly field: string;
  /** Names the object in the sentence. */
  readonly of: string;
}

/** A number under a field, also one written as a text; the preset where there is none, which is told where something is. */
export function numberAt<Preset extends number | undefined>(
  { session, at }: Pick<Place, "session" | "at">,
  { json, field, of }: NumberField,
  preset: Preset,
): number | Preset {
  const value = fieldAt(json, field);
  if (value === undefined) return preset;
  const number = typeof value === "string" ? Number.parseFloat(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  tellAt({ session, at: [...at, field] }, "changed", [
    `"${field}" of ${of} is no number that is known before it runs${preset === undefined ? "" : `; it is ${preset} here`}.`,
    "Write the number that is meant.",
  ]);

  return preset;
}
