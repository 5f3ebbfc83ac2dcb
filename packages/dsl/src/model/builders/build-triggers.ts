import type { Json } from "@skald/shared";
import { durationAt, listAt, memberOf, numberAt, objectAt, textAt, wordAt, writtenAt } from "../read-json.ts";
import type { TriggerModel } from "../saga-model.ts";

type HttpTrigger = Extract<TriggerModel, { readonly kind: "http" }>;

/** What starts a saga by itself; an entry of no known kind is left out: the schema has told it. */
export function buildTriggers(document: Json): readonly TriggerModel[] {
  return listAt(document, "triggers").flatMap((trigger): readonly TriggerModel[] => {
    const http = objectAt(trigger, "http");
    if (http !== null) return [buildHttp(http)];
    const event = objectAt(trigger, "event");
    if (event !== null) return [buildEvent(event)];
    const schedule = objectAt(trigger, "schedule");
    return schedule === null ? [] : [buildSchedule(schedule)];
  });
}

// Without `input` the saga gets what the request or the event carries.
function buildHttp(json: Json): HttpTrigger {
  return {
    kind: "http",
    method: writtenAt(json, "method", "POST"),
    path: writtenAt(json, "path"),
    where: textAt(json, "where"),
    auth: buildAuth(memberOf(json, "auth")),
    input: memberOf(json, "input") ?? "${ request.body }",
    timeout: memberOf(json, "timeout") ?? null,
    waitMs: durationAt(json, "wait") ?? 0,
    respond: listAt(json, "respond").map((answer) => ({
      when: textAt(answer, "when"),
      status: numberAt(answer, "status") ?? 200,
      body: memberOf(answer, "body") ?? null,
    })),
  };
}

function buildAuth(json: Json | undefined): HttpTrigger["auth"] {
  const signature = objectAt(json, "signature");
  if (signature !== null) return { kind: "signature", secret: writtenAt(signature, "secret") };

  return { kind: json === "none" ? "none" : "apiKey" };
}

function buildEvent(json: Json): TriggerModel {
  return {
    kind: "event",
    type: writtenAt(json, "type"),
    source: textAt(json, "source"),
    where: textAt(json, "where"),
    input: memberOf(json, "input") ?? "${ event.data }",
  };
}

function buildSchedule(json: Json): TriggerModel {
  return {
    kind: "schedule",
    cron: writtenAt(json, "cron"),
    timezone: writtenAt(json, "timezone", "UTC"),
    input: memberOf(json, "input") ?? null,
    // The default is not the first of the words.
    catchUp: textAt(json, "catchUp") === null ? "one" : wordAt(json, "catchUp", ["none", "one", "all"]),
    overlap: wordAt(json, "overlap", ["skip", "queue", "allow"]),
  };
}
