import { ProblemError, Type, UploadView } from "@skald/shared";
import { upload } from "../../definitions/upload.ts";
import { problems } from "../parts.ts";
import type { Route } from "../route.ts";

/** A document may have 256 KiB; a text may hold several of them. */
const TEXT_BYTES_MAX = 4 * 1024 * 1024;

const schema = {
  operationId: "uploadDefinitions",
  tags: ["definitions"],
  summary: "Upload sagas and services",
  description:
    "One text with one or several documents: YAML with `---` between them, or JSON, one or a list. All are stored or none. " +
    "201 when something is new, 200 when all of it was there. `dryRun=true` stores nothing.",
  consumes: ["application/yaml", "application/json"],
  querystring: Type.Object({ dryRun: Type.Optional(Type.Boolean({ default: false })) }, { additionalProperties: false }),
  body: Type.String(),
  response: {
    201: UploadView,
    200: UploadView,
    ...problems(
      "JSON_INVALID",
      "VERSION_EXISTS",
      "BODY_TOO_LARGE",
      "CONTENT_TYPE_UNSUPPORTED",
      "DOCUMENT_INVALID",
      "NOT_YET_RUNNABLE",
      "NOT_READY",
    ),
  },
};

/** `POST /definitions` */
export const postDefinitions: Route = (door) => ({
  method: "POST",
  url: "/api/v1/definitions",
  schema,
  bodyLimit: TEXT_BYTES_MAX,
  handler: async (request, reply) => {
    const { dryRun } = request.query as { readonly dryRun: boolean };
    const text = request.body as string;
    if (request.headers["content-type"]?.startsWith("application/json") === true) requireJson(text);

    const view = await upload(door, text, dryRun);
    return reply.code(!dryRun && view.items.some(({ created }) => created) ? 201 : 200).send(view);
  },
});

/** The reader of documents takes YAML too; who says JSON must send JSON. */
function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new ProblemError("JSON_INVALID", `The body is not JSON: ${cause instanceof Error ? cause.message : "unknown syntax"}.`, {
      cause,
    });
  }
}
