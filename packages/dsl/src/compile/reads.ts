import { isJsonObject, type Json } from "@skald/shared";
import { parseTemplate } from "../expression/template.ts";
import { membersAt } from "../model/read-json.ts";
import type { CallModel } from "../model/service-model.ts";

/** Whether a call cannot be rendered without the forward answer: it reads `output` or `response`. */
export function readsAnswer(call: CallModel): boolean {
  const texts = [
    call.path,
    call.url,
    ...Object.values(call.headers),
    ...strings({ ...call.query }),
    ...strings(call.body),
    ...strings(call.sql?.bind ?? []),
  ];

  return texts.some((text) => text !== null && readsName(text, ["output", "response"]));
}

/** Whether a template reads `output` or `response` anywhere. */
export function readsAnswerIn(template: Json): boolean {
  return strings(template).some((text) => readsName(text, ["output", "response"]));
}

/** Names of the participants whose output a template reads: `participants.<name>.output`. */
export function participantsRead(template: Json): readonly string[] {
  const found = strings(template).flatMap((text) =>
    parseTemplate(text).parts.flatMap((part) =>
      part.kind === "expression"
        ? [...part.source.matchAll(/(?<![\w."'])participants\s*\.\s*\??([A-Za-z]\w*)/g)].map((match) => String(match[1]))
        : [],
    ),
  );

  return [...new Set(found)];
}

/** Whether a text reads one of the names as a root, such as `output.id` but not `params.output`. */
export function readsName(text: string, names: readonly string[]): boolean {
  const root = new RegExp(`(?<![\\w.?"'])(?:${names.join("|")})(?!\\w)`);

  return parseTemplate(text).parts.some((part) => part.kind === "expression" && root.test(part.source));
}

/** JSON pointers of everything a schema marks `sensitive: true`; list members are written `*`. */
export function sensitivePointers(schema: Json | undefined, at = ""): readonly string[] {
  if (!isJsonObject(schema)) return [];
  if (schema["sensitive"] === true) return [at];
  const inside = membersAt(schema, "properties").flatMap(([name, child]) => sensitivePointers(child, `${at}/${name}`));

  return [...inside, ...sensitivePointers(schema["items"], `${at}/*`)];
}

function strings(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];

  return Object.values(value).flatMap((child: Json) => strings(child));
}
