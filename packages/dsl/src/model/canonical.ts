import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import type { SagaModel } from "./saga-model.ts";
import type { ServiceModel } from "./service-model.ts";

/**
 * The canonical form of a document: its model as plain JSON, keys sorted, defaults explicit, durations in milliseconds.
 * Two documents mean the same exactly when these are equal; comments, order of fields and spelled-out defaults do not count.
 */
export function canonicalDocument(model: SagaModel | ServiceModel): Json {
  return sorted(model as unknown as Json);
}

function sorted(value: Json): Json {
  if (isJsonArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;

  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}
