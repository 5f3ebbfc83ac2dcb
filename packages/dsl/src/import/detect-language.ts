import { isJsonArray, isJsonObject, type JsonObject } from "@skald/shared";
import type { SourceLanguage } from "./imported.ts";

/** The language a document is written in, null when it is none that is known. */
export function detectLanguage(json: JsonObject): SourceLanguage | null {
  if (isJsonObject(json["States"]) || typeof json["StartAt"] === "string") return "asl";
  const head = json["document"];
  if (isJsonObject(head) && head["kind"] === undefined && (json["do"] !== undefined || /^1\./.test(String(head["dsl"] ?? ""))))
    return "serverless-1.0";
  const states = json["states"];
  if (
    states !== undefined &&
    isJsonArray(states) &&
    (json["id"] !== undefined || json["specVersion"] !== undefined || json["name"] !== undefined)
  )
    return "serverless-0.8";

  return null;
}
