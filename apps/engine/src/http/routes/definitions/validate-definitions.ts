import { toView, validateText, verdictOf } from "@skald/dsl";
import { Type, ValidateView } from "@skald/shared";
import { loadFinders } from "../../definitions/find-documents.ts";
import { prepareDocument } from "../../definitions/prepare-document.ts";
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

    const { documents, diagnostics } = validateText(text, {
      many: true,
      ...(await loadFinders(door.definitions, text)),
      runnable: door.host.capabilities,
    });
    const heads = documents.map((document) => {
      const { namespace = "", name = "", version = "" } = document.model ?? headOf(document.source.value);
      return { kind: document.kind, namespace, name, version, hash: prepareDocument(document, "")?.hash ?? null };
    });
    return {
      valid: verdictOf(diagnostics) === "valid",
      diagnostics: diagnostics.map((diagnostic) => toView(diagnostic, text)),
      documents: heads,
    } satisfies ValidateView;
  },
});

/** What a document with mistakes says of itself. */
function headOf(value: unknown): Readonly<Record<"namespace" | "name" | "version", string>> {
  const head = Object((value as { readonly document?: unknown }).document) as Readonly<Record<string, unknown>>;
  const textAt = (name: string): string => (typeof head[name] === "string" ? head[name] : "");

  return { namespace: textAt("namespace") || "default", name: textAt("name"), version: textAt("version") };
}
