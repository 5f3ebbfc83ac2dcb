import { createHash } from "node:crypto";
import { validationView } from "@skald/dsl";
import { Type, ValidateView } from "@skald/shared";
import { loadFinders } from "../../definitions/find-documents.ts";
import { problems } from "../parts.ts";
import type { Route } from "../route.ts";

const schema = {
  operationId: "validateDefinitions",
  tags: ["definitions"],
  summary: "Everything that can be said about a text, without storing it",
  consumes: ["application/json", "application/yaml"],
  body: Type.Union([Type.Object({ text: Type.String() }, { additionalProperties: false }), Type.String()]),
  response: {
    200: ValidateView,
    ...problems("REQUEST_INVALID", "JSON_INVALID", "BODY_TOO_LARGE", "CONTENT_TYPE_UNSUPPORTED", "NOT_READY"),
  },
};

/** `POST /definitions/validate` */
export const validateDefinitions: Route = (door) => ({
  method: "POST",
  url: "/api/v1/definitions/validate",
  schema,
  bodyLimit: 4 * 1024 * 1024,
  handler: async (request) => {
    const body = request.body as string | { readonly text: string };
    const text = typeof body === "string" ? body : body.text;

    return validationView(text, { ...(await loadFinders(door.definitions, text)), runnable: door.host.capabilities, sha256 });
  },
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
