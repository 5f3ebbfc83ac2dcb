import { isJsonObject, type Json } from "@skald/shared";
import type { ErrorObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Path } from "../diagnostics/places.ts";
import { SAGA_SCHEMA } from "./saga-schema.ts";
import { SERVICE_SCHEMA } from "./service-schema.ts";

/** One way in which a document breaks its schema, with the path to the value it is about. */
export interface ShapeError {
  readonly path: Path;
  readonly error: ErrorObject;
}

export type DocumentKind = "saga" | "service";

/** Everything that breaks the schema of the kind, outermost first. Errors that only repeat another are left out. */
export function validateShape(kind: DocumentKind, document: Json): readonly ShapeError[] {
  const validate = validatorOf(kind);
  if (validate(document)) return [];

  return (validate.errors ?? []).filter(isTelling).map((error) => ({ error, path: pathOf(error.instancePath, document) }));
}

// `if` only says that its `then` failed, which has told already; propertyNames repeats its pattern's error.
function isTelling(error: ErrorObject): boolean {
  return error.keyword !== "if" && error.keyword !== "propertyNames";
}

/** The steps of a JSON pointer; digits are indexes where they meet a list. */
function pathOf(pointer: string, document: Json): Path {
  const path: (string | number)[] = [];
  let value: Json | undefined = document;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const step: string | number = Array.isArray(value) ? Number(name) : name;
    path.push(step);
    value = childOf(value, step);
  }
  return path;
}

function childOf(value: Json | undefined, step: string | number): Json | undefined {
  if (typeof step === "number") return (value as readonly Json[])[step];

  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

// Compiling takes 50 ms, so it is done when first needed and kept: the schemas are constants.
const compiled = new Map<DocumentKind, ValidateFunction>();

function validatorOf(kind: DocumentKind): ValidateFunction {
  const known = compiled.get(kind);
  if (known !== undefined) return known;

  // The schemas are checked against the meta-schema by a test; doing it here would triple the time.
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    validateFormats: false,
    logger: false,
    meta: false,
    validateSchema: false,
    inlineRefs: false,
  });
  const validate = ajv.compile(kind === "saga" ? SAGA_SCHEMA : SERVICE_SCHEMA);
  compiled.set(kind, validate);
  return validate;
}
