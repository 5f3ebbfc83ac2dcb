import { ProblemError, type ProblemItem } from "@skald/shared";
import type { FastifySchemaValidationError } from "fastify";

const PLACES: Readonly<Record<string, string>> = {
  body: "",
  querystring: "query",
  params: "path",
  headers: "header",
};

/** What a request that breaks its schema is told: every place, as a JSON pointer into the body or behind the part's name. */
export function validationProblem(errors: readonly FastifySchemaValidationError[], part: string | undefined): ProblemError {
  const prefix = PLACES[part ?? "body"] ?? "";
  const items = errors.map((error): ProblemItem => {
    const place = placeOf(error);
    return { code: "REQUEST_INVALID", message: messageOf(error), at: `${prefix}${place === "" ? "" : place}` };
  });
  const [first] = items;
  const where = part === "querystring" ? "query" : (part ?? "body");

  return new ProblemError(
    "REQUEST_INVALID",
    `The ${where} does not fit: ${first?.at ?? ""} ${first?.message ?? ""}.`.replace(/ {2,}/g, " "),
    {
      errors: items,
    },
  );
}

function placeOf({ instancePath, params }: FastifySchemaValidationError): string {
  const missing = params["missingProperty"] ?? params["additionalProperty"];

  return typeof missing === "string" ? `${instancePath}/${missing.replaceAll("~", "~0").replaceAll("/", "~1")}` : instancePath;
}

function messageOf({ keyword, message, params }: FastifySchemaValidationError): string {
  if (keyword === "required") return "is missing";
  if (keyword === "additionalProperties") return "is not known here";
  if (keyword === "enum" && Array.isArray(params["allowedValues"])) return `must be one of ${params["allowedValues"].join(", ")}`;

  return message ?? "does not fit";
}
