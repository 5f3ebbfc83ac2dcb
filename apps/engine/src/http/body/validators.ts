import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { FastifySchemaCompiler } from "fastify";

const ERRORS_MAX = 50;

/** Validates requests. Only query parameters are coerced: everything else comes with its type. */
export function createValidators(): FastifySchemaCompiler<object> {
  const strict = new Ajv2020({ allErrors: true, strict: false });
  const coercing = new Ajv2020({ allErrors: true, strict: false, coerceTypes: true, useDefaults: true });
  formats.default(strict);
  formats.default(coercing);

  return ({ schema, httpPart }) => {
    const validate = (httpPart === "querystring" ? coercing : strict).compile(schema);

    return (value: unknown) => {
      if (validate(value)) return { value };
      return { error: (validate.errors ?? []).slice(0, ERRORS_MAX) as unknown as Error };
    };
  };
}
