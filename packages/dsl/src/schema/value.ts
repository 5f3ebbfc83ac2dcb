import type { Json } from "@skald/shared";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { JsonSchema } from "../model/service-model.ts";
import { matchLinear, startMatching, TooManySteps } from "./user/match-linear.ts";
import { URL_FORMAT } from "./user/url-format.ts";

/** One way a value breaks its schema. `at` is a JSON pointer into the value. */
export interface ValueProblem {
  readonly at: string;
  readonly message: string;
}

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: true, code: { regExp: matchLinear } });
formats.default(ajv);
ajv.addFormat("url", URL_FORMAT);
ajv.addKeyword("sensitive");

// A memo of compiled validators, keyed by the schema object: it can change no answer.
const compiled = new WeakMap<object, ValidateFunction>();

/**
 * How a value breaks a schema of a document; empty when it fits. A schema that is no schema accepts nothing, and neither
 * does one whose patterns would take seconds to match.
 */
export function valueProblems(schema: JsonSchema, value: Json): readonly ValueProblem[] {
  if (typeof schema === "boolean") return schema ? [] : [{ at: "", message: "nothing is allowed here" }];

  const validate = validatorOf(schema);
  startMatching();
  try {
    if (validate(value)) return [];
  } catch (thrown) {
    if (thrown instanceof TooManySteps) return [{ at: "", message: thrown.message }];
    throw thrown;
  }
  return (validate.errors ?? []).map((error) => ({ at: error.instancePath, message: error.message ?? "does not fit" }));
}

function validatorOf(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;

  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}
