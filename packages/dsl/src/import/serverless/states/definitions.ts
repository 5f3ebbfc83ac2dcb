import type { JsonObject } from "@skald/shared";
import type { Session } from "../../session.ts";
import { fieldAt, textIn } from "../fields.ts";
import { tellAt } from "../place.ts";
import { type Listed, objectsAt, tellUnread } from "../unread.ts";
import type { Definitions } from "./workflow.ts";

const READ = {
  functions: ["name", "type", "operation"],
  events: ["name", "type", "source", "kind", "correlation", "dataOnly"],
  retries: ["name", "delay", "maxDelay", "maxAttempts", "multiplier", "increment", "jitter"],
  errors: ["name", "code"],
} as const;

/** The definitions under a field. The first of a name is taken. */
export function definitionsIn(session: Session, json: JsonObject, field: keyof typeof READ): Definitions {
  tellElsewhere(session, json, field);
  const found = new Map<string, Listed>();
  for (const each of objectsAt({ session, at: [] }, json, field)) {
    const name = textIn(each.json, "name") ?? "";
    tellUnread({ session, at: each.at }, { json: each.json, of: `"${name}"` }, READ[field]);
    if (field === "events" && each.json["dataOnly"] === false)
      tellAt({ session, at: [...each.at, "dataOnly"] }, "changed", [
        `The event "${name}" gives its attributes too; here only its data is read.`,
        "Read what is needed from the event of its listen or trigger.",
      ]);
    if (!found.has(name)) found.set(name, each);
  }
  return found;
}

/** Tells where a text names another document that holds what is meant. */
export function tellElsewhere(session: Session, json: JsonObject, field: string): void {
  const address = fieldAt(json, field);
  if (typeof address !== "string") return;
  tellAt({ session, at: [field] }, "dropped", [
    `"${field}" stand in another document, "${address}", which is not read.`,
    `Write them under "${field}" of the workflow.`,
  ]);
}
