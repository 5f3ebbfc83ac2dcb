import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { listIn } from "./fields.ts";
import { type Place, tellAt } from "./place.ts";

// Nothing of a source is passed over in silence: each object is read with a list of the fields that are understood,
// and every other field of it is told.

type Spot = Pick<Place, "session" | "at">;

// These say something to people only.
const SPOKEN: ReadonlySet<string> = new Set(["metadata", "annotations", "comment", "description"]);

/** Tells of the fields of an object that nobody reads. `of` names the object in the sentence. */
export function tellUnread(spot: Spot, { json, of }: { readonly json: JsonObject; readonly of: string }, read: readonly string[]): void {
  for (const field of Object.keys(json)) if (!SPOKEN.has(field) && !read.includes(field)) tellDropped(spot, field, of);
}

/** Tells of one field that is not brought over. */
export function tellDropped({ session, at }: Spot, field: string, of: string): void {
  tellAt({ session, at: [...at, field] }, "dropped", [
    `"${field}" of ${of} is not brought over.`,
    "Say what it did in the saga or in the catalogue, if it is needed.",
  ]);
}

/** One object of a list, in its place. */
export interface Listed {
  readonly json: JsonObject;
  readonly at: Path;
}

/** The objects of a list under a field. What is no object is told and left out. */
export function objectsAt({ session, at }: Spot, json: Json | undefined, field: string): readonly Listed[] {
  return listIn(json, field).flatMap((item, index) => {
    const place = [...at, field, index];
    if (isJsonObject(item)) return [{ json: item, at: place }];
    tellAt({ session, at: place }, "dropped", [`An item of "${field}" is no object; it is left out.`, "Write it as an object."]);
    return [];
  });
}
