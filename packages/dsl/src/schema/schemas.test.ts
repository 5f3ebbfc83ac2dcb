/// <reference types="node" />
import { readFileSync } from "node:fs";
import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { documentValidators } from "../../schema/document-validators.ts";
import { memberOf } from "../model/read-json.ts";
import { SAGA_SCHEMA } from "./saga-schema.ts";
import { SERVICE_SCHEMA } from "./service-schema.ts";
import { TEST_SCHEMA } from "./test-schema.ts";

const SCHEMAS = [
  ["saga", SAGA_SCHEMA],
  ["service", SERVICE_SCHEMA],
  ["test", TEST_SCHEMA],
] as const;

describe("the published schemas", () => {
  test.each(SCHEMAS)("the file of the %s schema is what the validator runs on", (name, schema) => {
    const file = readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), "utf8");

    expect(JSON.parse(file)).toEqual(schema);
  });

  test("the validators are those of the schemas as they are: node packages/dsl/schema/write.ts", () => {
    const file = readFileSync(new URL("generated/document-validators.js", import.meta.url), "utf8");

    expect(file === documentValidators()).toBe(true);
  });

  test("the validators run where no code may be made at run time", () => {
    const file = readFileSync(new URL("generated/document-validators.js", import.meta.url), "utf8");

    expect(/\brequire\(|^import |\beval\(|\bFunction\(/m.test(file)).toBe(false);
  });

  test.each(SCHEMAS)("the %s schema is one of draft 2020-12, and strict validators read it as it is", (_, schema) => {
    const ajv = new Ajv2020({ logger: false });

    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile({ ...schema })).not.toThrow();
  });

  test("explain every type of state where the type is written", () => {
    const type = ["$defs", "state", "properties", "type"].reduce<Json | undefined>(memberOf, SAGA_SCHEMA);
    const [head, ...kinds] = String(memberOf(type, "description")).split("\n");

    expect(head).toBe("Which kind it is.");
    expect(kinds.filter((kind) => /^[a-zA-Z]+: [A-Z].+\.$/.test(kind)).map((kind) => kind.split(":")[0])).toEqual(memberOf(type, "enum"));
  });

  test("say where expressions may stand", () => {
    const told = SCHEMAS.map(
      ([, schema]) => JSON.stringify(schema).match(/(?:May|may) hold \$\{ … \}|One \$\{ … \}, and nothing/g)?.length ?? 0,
    );

    expect(told.map((count) => count > 10)).toEqual([true, true, false]);
    expect(JSON.stringify(SAGA_SCHEMA)).toContain("shown in lists. One ${ … }, and nothing around it.");
  });

  test.each(SCHEMAS)("every field, item and named value of the %s schema has a description", (_, schema) => {
    expect(undescribed(schema, [])).toEqual([]);
  });
});

// What a person may write stands behind these: a field, an item of a list, a value under a name of the author's.
function undescribed(schema: Json, path: readonly string[]): readonly string[] {
  if (isJsonArray(schema)) return schema.flatMap((item, index) => undescribed(item, [...path, String(index)]));
  if (!isJsonObject(schema)) return [];

  const fields = isJsonObject(schema["properties"]) && path.at(-1) !== "if" ? Object.entries(schema["properties"]) : [];
  const values = ["items", "additionalProperties"].flatMap((name) => (isJsonObject(schema[name]) ? [[name, schema[name]] as const] : []));
  const missing = [...fields, ...values].filter(([, field]) => !hasDescription(field)).map(([name]) => [...path, name].join("."));
  return [...missing, ...Object.entries(schema).flatMap(([name, child]) => undescribed(child, [...path, name]))];
}

function hasDescription(field: Json): boolean {
  if (!isJsonObject(field)) return false;
  const target = field["$ref"];
  if (field["description"] !== undefined) return true;

  return typeof target === "string" && [SAGA_SCHEMA, SERVICE_SCHEMA].some((schema) => hasTarget(schema, target));
}

function hasTarget(schema: Json, target: string): boolean {
  const definitions = isJsonObject(schema) ? schema["$defs"] : undefined;
  const found = isJsonObject(definitions) ? definitions[target.replace("#/$defs/", "")] : undefined;

  return isJsonObject(found) && found["description"] !== undefined;
}
