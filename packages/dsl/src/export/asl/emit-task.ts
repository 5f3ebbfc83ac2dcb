import type { Json, JsonObject } from "@skald/shared";
import { memberOf, textAt, writtenAt } from "../../model/read-json.ts";
import type { Names } from "./jsonata.ts";
import { aslValue, type Untranslated } from "./values.ts";

/** An event sent, as a task that puts it on a bus. */
export function emitTask(
  event: Json,
  { saga, ...values }: { readonly saga: Json; readonly names: Names; readonly untranslated: Untranslated },
): JsonObject {
  const head = memberOf(saga, "document");
  const source = textAt(event, "source") ?? `skald/${writtenAt(head, "namespace", "default")}/${writtenAt(head, "name")}`;
  const subject = textAt(event, "subject");

  return {
    Type: "Task",
    Resource: "arn:aws:states:::events:putEvents",
    Arguments: {
      Entries: [
        {
          EventBusName: "${eventBusName}",
          Source: aslValue(source, values) ?? "",
          DetailType: writtenAt(event, "type"),
          Detail: {
            ...(subject === null ? {} : { subject: aslValue(subject, values) ?? null }),
            data: aslValue(memberOf(event, "data") ?? null, values) ?? null,
          },
        },
      ],
    },
  };
}
