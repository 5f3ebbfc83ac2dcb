import type { Json, JsonObject } from "@skald/shared";
import { listAt, memberOf, membersAt, objectAt, textAt, writtenAt } from "../../model/read-json.ts";
import type { CalledOperation } from "../called-operation.ts";
import type { Names } from "./jsonata.ts";
import { addressValue, aslValue, type Untranslated } from "./values.ts";

/** An HTTP call as a task. `${NAME}` in it is filled when the machine is deployed. */
export function httpTask(
  call: Json | undefined,
  called: CalledOperation | null,
  values: { readonly names: Names; readonly untranslated: Untranslated },
): JsonObject | null {
  const http = objectAt(call, "http") ?? call;
  const path = textAt(http, "path");
  const address = textAt(http, "url") ?? (path === null ? null : `${writtenAt(called?.service, "baseUrl")}${path}`);
  if (address === null) return null;

  const members = (field: string): JsonObject =>
    Object.fromEntries(
      membersAt(http, field).flatMap(([name, template]) => {
        const value = aslValue(template, values);
        return value === undefined || readsSecrets(template) ? [] : [[name, value]];
      }),
    );
  const [query, headers] = [members("query"), members("headers")];
  const body = memberOf(http, "body");
  const rendered = body === undefined ? undefined : aslValue(body, values);

  return {
    Type: "Task",
    Resource: "arn:aws:states:::http:invoke",
    Arguments: {
      Method: writtenAt(http, "method", "GET"),
      ApiEndpoint: addressValue(address, values),
      Authentication: { ConnectionArn: `\${${connectionOf(called)}}` },
      ...(Object.keys(query).length === 0 ? {} : { QueryParameters: query }),
      ...(Object.keys(headers).length === 0 ? {} : { Headers: headers }),
      ...(rendered === undefined ? {} : { RequestBody: rendered }),
    },
  };
}

/** Statuses besides 2xx that a call takes for success. */
export function acceptedErrors(call: Json | undefined): readonly string[] {
  const http = objectAt(call, "http") ?? call;

  return listAt(http, "accept")
    .filter((status): status is number => typeof status === "number" && status >= 300)
    .map((status) => `States.Http.StatusCode.${status}`);
}

/** Whether a call sends a secret of its own; a connection holds those. */
export function readsSecrets(template: Json): boolean {
  return JSON.stringify(template).includes("secrets.");
}

function connectionOf(called: CalledOperation | null): string {
  const name = writtenAt(memberOf(called?.service, "document"), "name", "http");

  return `${name.replaceAll(/[^A-Za-z0-9]/g, "_")}ConnectionArn`;
}
