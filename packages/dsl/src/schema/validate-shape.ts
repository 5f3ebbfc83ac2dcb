import type { Json } from "@skald/shared";
import type { ErrorObject, ValidateFunction } from "ajv";
import type { Path } from "../diagnostics/places.ts";
import { memberOf } from "../model/read-json.ts";
import { saga, service, test } from "./generated/document-validators.js";

/** One way in which a document breaks its schema, with the path to the value it is about. */
export interface ShapeError {
  readonly path: Path;
  readonly error: ErrorObject;
}

export type DocumentKind = "saga" | "service";

// Code, not schemas: a browser whose policy forbids `new Function` runs the same.
const VALIDATORS: Readonly<Record<DocumentKind | "test", ValidateFunction>> = { saga, service, test };

/** Everything that breaks the schema of the kind or of test files, outermost first. Errors that only repeat another are left out. */
export function validateShape(kind: DocumentKind | "test", document: Json): readonly ShapeError[] {
  const validate = VALIDATORS[kind];
  validate(document);

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
  return typeof step === "number" ? (value as readonly Json[])[step] : memberOf(value, step);
}
