import { isUtf8 } from "node:buffer";
import { ProblemError } from "@skald/shared";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { parseJson } from "./parse-json.ts";

// A body parser belongs to routes, not to what a caller claims: each scope names what its routes take.

/** Bodies are JSON. */
export function takeJson(scope: FastifyInstance): void {
  addParser(scope, "application/json", parseJson);
}

/** Bodies are JSON, or the text of a document. */
export function takeJsonOrYaml(scope: FastifyInstance): void {
  addParser(scope, "application/json", parseJson);
  addParser(scope, "application/yaml", (text) => text);
}

/** Bodies are the text of documents, in either notation. The reader of documents finds places in it. */
export function takeDocuments(scope: FastifyInstance): void {
  addParser(scope, "application/json", (text) => text);
  addParser(scope, "application/yaml", (text) => text);
}

function addParser(scope: FastifyInstance, type: string, parse: (text: string) => unknown): void {
  scope.addContentTypeParser(type, { parseAs: "buffer" }, (request, body, done) => {
    try {
      done(null, parse(textOf(request, body as Buffer)));
    } catch (error) {
      done(error as Error);
    }
  });
}

function textOf(request: FastifyRequest, body: Buffer): string {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.headers["content-type"] ?? "")?.[1];
  if (charset !== undefined && charset.toLowerCase() !== "utf-8")
    throw new ProblemError("CONTENT_TYPE_UNSUPPORTED", `The charset "${charset}" is not supported; send UTF-8.`);
  if (body.length === 0) throw new ProblemError("JSON_INVALID", "The body is empty.");
  if (!isUtf8(body)) throw new ProblemError("JSON_INVALID", "The body is not UTF-8.");

  return body.toString("utf8");
}
