import type { Json } from "@skald/shared";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { JsonSchema } from "../model/service-model.ts";

/** One way a value breaks its schema. `at` is a JSON pointer into the value. */
export interface ValueProblem {
  readonly at: string;
  readonly message: string;
}

const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: true });
formats.default(ajv);
ajv.addKeyword("sensitive");

// A memo of compiled validators, keyed by the schema object: it can change no answer.
const compiled = new WeakMap<object, ValidateFunction>();

/** How a value breaks a schema of a document; empty when it fits. A schema that is no schema accepts nothing. */
export function valueProblems(schema: JsonSchema, value: Json): readonly ValueProblem[] {
  if (typeof schema === "boolean") return schema ? [] : [{ at: "", message: "nothing is allowed here" }];

  const validate = validatorOf(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => ({ at: error.instancePath, message: error.message ?? "does not fit" }));
}

function validatorOf(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;

  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}
