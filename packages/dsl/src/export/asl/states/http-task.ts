import type { Json, JsonObject } from "@skald/shared";
import { readsName } from "../../../compile/reads.ts";
import type { CallModel } from "../../../model/service-model.ts";
import type { HttpCall } from "../step.ts";
import { addressValue, aslValue, type Values } from "../words/values.ts";

/** An HTTP call as a task. `${NAME}` in it is filled when the machine is deployed. `key`: what tells a repeated call. */
export function httpTask({ call, address, connection }: HttpCall, values: Values, key: Json): JsonObject {
  const query = aslValue(call.query, values) as JsonObject;
  const headers = { ...keyHeader(call, key), ...headersOf(call, values) };

  return {
    Type: "Task",
    Resource: "arn:aws:states:::http:invoke",
    Arguments: {
      Method: call.method,
      ApiEndpoint: addressValue(address, values),
      Authentication: { ConnectionArn: `\${${connection}}` },
      ...(Object.keys(query).length === 0 ? {} : { QueryParameters: query }),
      ...(Object.keys(headers).length === 0 ? {} : { Headers: headers }),
      ...(call.hasBody ? { RequestBody: aslValue(call.body, values) } : {}),
    },
  };
}

// What only reads may be repeated.
function keyHeader({ method }: CallModel, key: Json): JsonObject {
  return ["GET", "HEAD"].includes(method) ? {} : { "Idempotency-Key": key };
}

function headersOf({ headers }: CallModel, values: Values): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, template]) => {
      if (!readsName(template, ["secrets"])) return [[name, aslValue(template, values)]];
      values.tell(name, "secret");
      return [];
    }),
  );
}

/** Statuses besides 2xx that a call takes for success. */
export function acceptedErrors(call: CallModel): readonly string[] {
  return call.accept.filter((status) => status >= 300).map((status) => `States.Http.StatusCode.${status}`);
}
