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
 * How a value breaks a schema of a document; empty when it fits. A value is refused too when its patterns would take
 * seconds to match, or when it is nested deeper than can be followed. @throws Error when the schema is none.
 */
export function valueProblems(schema: JsonSchema, value: Json): readonly ValueProblem[] {
  if (typeof schema === "boolean") return schema ? [] : [{ at: "", message: "nothing is allowed here" }];

  const validate = validatorOf(schema);
  startMatching();
  try {
    validate(value);
  } catch (thrown) {
    // Where a schema comes back to itself in a part of the value, the value may be deeper than the call stack.
    return [{ at: "", message: thrown instanceof TooManySteps ? thrown.message : "is nested too deeply" }];
  }
  return (validate.errors ?? []).map((error) => ({ at: error.instancePath, message: String(error.message) }));
}

function validatorOf(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;

  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}
