import { isJsonArray, type Json } from "@skald/shared";
import type { Check } from "../check.ts";

/** Every service that is declared is called somewhere. */
export const unusedService: Check = ({ model, document, places }, report) => {
  const called = new Set<string>();
  collectCalls(document["states"] ?? null, called);
  for (const alias of Object.keys(model.services)) {
    if (called.has(alias)) continue;
    report({ code: "UNUSED_SERVICE", at: places.keySpanOf(["use", "services", alias]), message: `No state calls the service "${alias}".` });
  }
};

function collectCalls(value: Json, called: Set<string>): void {
  if (value === null || typeof value !== "object") return;
  const members: readonly (readonly [string, Json])[] = isJsonArray(value)
    ? value.map((item) => ["", item] as const)
    : Object.entries(value);
  for (const [name, child] of members) {
    if (name === "call" && typeof child === "string") called.add(child.slice(0, Math.max(0, child.indexOf("."))));
    else collectCalls(child, called);
  }
}
