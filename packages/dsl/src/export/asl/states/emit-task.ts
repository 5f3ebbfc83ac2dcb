import type { JsonObject } from "@skald/shared";
import type { SagaModel, SentEventModel } from "../../../model/saga-model.ts";
import { aslValue, type Values } from "../words/values.ts";

/** An event sent, as a task that puts it on a bus. */
export function emitTask({ type, source, subject, data }: SentEventModel, saga: SagaModel, values: Values): JsonObject {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::events:putEvents",
    Arguments: {
      Entries: [
        {
          EventBusName: "${eventBusName}",
          Source: aslValue(source ?? `skald/${saga.namespace}/${saga.name}`, values),
          DetailType: type,
          Detail: { ...(subject === null ? {} : { subject: aslValue(subject, values) }), data: aslValue(data, values) },
        },
      ],
    },
  };
}
