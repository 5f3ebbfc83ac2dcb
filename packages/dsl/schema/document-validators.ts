// The validators of documents as code. The console may run no code that is made at run time (its policy forbids
// `new Function`), so the engine, the command line and the console all run what stands in src/schema/generated/.
import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { SAGA_SCHEMA } from "../src/schema/saga-schema.ts";
import { SERVICE_SCHEMA } from "../src/schema/service-schema.ts";
import { TEST_SCHEMA } from "../src/schema/test-schema.ts";

// Findings read what an error is about (`verbose`), and write sentences of their own: those of ajv are left out.
const OPTIONS = {
  allErrors: true,
  verbose: true,
  messages: false,
  strict: false,
  validateFormats: false,
  logger: false,
  meta: false,
  // A test checks the schemas against the meta-schema.
  validateSchema: false,
  inlineRefs: false,
} as const;

const HEAD = "// Made by packages/dsl/schema/write.ts; not edited by hand.";

/** Code points of a text, as JSON Schema counts them. */
const LENGTH = "(text) => { let length = 0; for (const _ of text) length += 1; return length; }";
const AJV_LENGTH = 'require("ajv/dist/runtime/ucs2length").default';

/** What ajv writes for every single error, and findings do not read. Without it the code is a third smaller. */
const ADDING = /if\(vErrors === null\)\{vErrors = \[(err\d+)\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g;
const ADDED = "vErrors = add(vErrors, $1);errors++;";
const ADD = "const add = (errors, error) => { if (errors === null) return [error]; errors.push(error); return errors; };";
const UNREAD = /schemaPath:"[^"]*",|(?<=params:\{[^}]*\},)schema:[^,{}]*,/g;

/** The module with a validator for each kind of document, and for test files. It imports nothing. */
export function documentValidators(): string {
  const schemas = {
    saga: wordless(SAGA_SCHEMA, "saga"),
    service: wordless(SERVICE_SCHEMA, "service"),
    test: wordless(TEST_SCHEMA, "test"),
  };
  const ajv = new Ajv2020({ ...OPTIONS, schemas, code: { source: true, esm: true } });
  const code = standalone
    .default(ajv, { saga: "saga", service: "service", test: "test" })
    .replace('"use strict";', "")
    .replaceAll(AJV_LENGTH, LENGTH)
    .replaceAll(ADDING, ADDED)
    .replaceAll(UNREAD, "");
  if (/\brequire\(|\bFunction\(/.test(code)) throw new Error("The validators need something of ajv at run time.");

  return `${HEAD}\n${ADD}\n${code.replaceAll(/;(?=(?:const (?:schema|func|pattern)\d|function|export) )/g, ";\n")}\n`;
}

/** What only people read of a schema. */
const WORDS: ReadonlySet<string> = new Set(["$id", "title", "description", "default", "examples"]);

function wordless(schema: Json, id: string): { [name: string]: Json } {
  return { $id: id, ...(without(schema, false) as { [name: string]: Json }) };
}

// Below `properties` and `$defs` the members are names of the author's, not keywords.
function without(value: Json, areNames: boolean): Json {
  if (isJsonArray(value)) return value.map((item) => without(item, false));
  if (!isJsonObject(value)) return value;

  const kept = Object.entries(value).filter(([name]) => areNames || !WORDS.has(name));
  return Object.fromEntries(kept.map(([name, child]) => [name, without(child, !areNames && (name === "properties" || name === "$defs"))]));
}
