import { bodyJson, maskTravelled } from "@skald/kernel";
import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import type { SeenSaga } from "./seen-saga.ts";

/** The data of an entry with every sensitive value of the saga's input masked, inside request and answer bodies too. */
export function maskedEntryData(data: string, { saga, definition }: Pick<SeenSaga, "saga" | "definition">): string {
  const { sensitiveInput } = definition;
  if (sensitiveInput.length === 0) return data;

  const mask = (value: Json): Json => maskTravelled(value, saga.input, sensitiveInput);
  return JSON.stringify(mask(maskBodies(JSON.parse(data) as Json, mask)));
}

/** Bodies are text; what they hold is masked as data, and written as text again. */
function maskBodies(value: Json, mask: (value: Json) => Json): Json {
  if (isJsonArray(value)) return value.map((one) => maskBodies(one, mask));
  if (!isJsonObject(value)) return value;

  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => {
      if (name !== "body" || typeof child !== "string") return [name, maskBodies(child, mask)];
      const masked = mask(bodyJson(child));
      return [name, typeof masked === "string" ? masked : JSON.stringify(masked)];
    }),
  );
}
