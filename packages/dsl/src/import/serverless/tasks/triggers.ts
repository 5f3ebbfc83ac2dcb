import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Session } from "../../session.ts";
import { fieldAt, objectIn, textIn } from "../fields.ts";
import { tellAt } from "../place.ts";
import { type Listed, objectsAt, tellUnread } from "../unread.ts";
import { plainAttributes } from "./event-filter.ts";

/** What starts the saga by itself. */
export function triggersOf(session: Session, json: JsonObject): readonly Json[] {
  const at = ["schedule"];
  const schedule = objectIn(json, "schedule");
  const cron = (textIn(schedule, "cron") ?? "").trim();
  const clock = cron.split(/\s+/).length === 5 ? [{ schedule: { cron, input: {} } }] : [];
  const events = eventsIn(session, schedule).flatMap((filter) => eventOf(session, filter));
  const read = [...clock.map(() => "cron"), ...events.map(() => "on")];
  for (const field of Object.keys(schedule).filter((each) => !read.includes(each)))
    tellAt({ session, at: [...at, field] }, "dropped", [
      `"${field}" of the schedule has no counterpart: a saga starts by a cron of five fields, by an event or by a request.`,
      "Give the saga triggers.",
    ]);

  return [...clock, ...events];
}

function eventsIn(session: Session, schedule: JsonObject): readonly Listed[] {
  const at = ["schedule", "on"];
  const one = fieldAt(schedule, "on", "one");
  tellUnread({ session, at }, { json: objectIn(schedule, "on"), of: "the schedule" }, ["one", "any"]);

  return isJsonObject(one) ? [{ json: one, at: [...at, "one"] }] : objectsAt({ session, at }, objectIn(schedule, "on"), "any");
}

// A workflow that is started by an event is given a list with the event.
function eventOf(session: Session, { json, at }: Listed): readonly { readonly event: JsonObject }[] {
  const plain = plainAttributes(json);
  const read = plain.map(([name]) => name);
  tellUnread({ session, at }, { json, of: "the schedule" }, ["with"]);
  tellUnread({ session, at: [...at, "with"] }, { json: objectIn(json, "with"), of: "the schedule" }, read);
  if (read.includes("type")) return [{ event: { ...Object.fromEntries(plain), input: ["${ event }"] } }];
  tellAt({ session, at }, "dropped", ["An event that starts the workflow names no type; it starts no saga.", "Name its type."]);

  return [];
}
