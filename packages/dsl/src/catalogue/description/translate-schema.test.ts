import type { Json, JsonObject } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { translateSchema } from "./translate-schema.ts";

const ROOT: JsonObject = {
  schemas: {
    Id: { type: "string", readOnly: true },
    Secret: { type: "string", writeOnly: true },
    Pet: { type: "object", properties: { name: { type: "string" } } },
    Deep: { type: "object", properties: { pet: { $ref: "#/schemas/Pet" } } },
    Loop: { type: "object", properties: { next: { $ref: "#/schemas/Loop" } } },
    List: [{ type: "integer" }],
    None: 5,
  },
};

function translate(schema: Json, more: object = {}): Json {
  return translateSchema(schema, { root: ROOT, direction: "sent", depth: 8, budget: { left: 100 }, ...more });
}

describe("a schema of a description", () => {
  test.each<readonly [string, Json, Json]>([
    ["what says yes or no", false, false],
    ["what is none", 5, true],
    ["what leads nowhere", { $ref: "#/schemas/Gone" }, true],
    ["what leads to no schema", { $ref: "#/schemas/None" }, true],
    ["what lies in another file", { $ref: "pets.yaml#/Pet" }, true],
    ["a place in a list", { $ref: "#/schemas/List/0" }, { type: "integer" }],
    ["a type nobody knows", { type: "float" }, {}],
    ["one of several types", { type: ["integer"] }, { type: "integer" }],
    ["several types", { type: ["integer", "null", "float", "null"] }, { type: ["integer", "null"] }],
    ["an object that does not say so", { properties: { a: {} } }, { type: "object", properties: { a: {} } }],
    ["a list that does not say so", { items: { type: "string" } }, { type: "array", items: { type: "string" } }],
    ["a list of anything", { type: "array" }, { type: "array" }],
    [
      "an open object",
      { type: "object", properties: { a: {} }, additionalProperties: { type: "string" } },
      { type: "object", properties: { a: {} }, additionalProperties: true },
    ],
    ["an object with anything in it", { type: "object", additionalProperties: true }, { type: "object" }],
    [
      "names that would be expressions",
      { type: "object", required: ["${x", "a", ""], properties: { "${x": {}, "": {}, a: {} } },
      { type: "object", required: ["a"], properties: { a: {} } },
    ],
    ["alternatives", { oneOf: [{ type: "string" }], anyOf: [{ type: "integer" }] }, { anyOf: [{ type: "string" }, { type: "integer" }] }],
    ["alternatives of an object", { type: "object", oneOf: [{ required: ["a"] }] }, { type: "object" }],
  ])("gives what the language can say of %s", (_what, described, schema) => {
    expect(translate(described)).toEqual(schema);
  });

  test.each<readonly [string, Json, Json]>([
    ["values", { enum: ["a", 1, true, null] }, { enum: ["a", 1, true, null] }],
    ["values and null", { enum: ["a"], nullable: true }, { enum: ["a", null] }],
    ["values with null and null", { enum: ["a", null], nullable: true }, { enum: ["a", null] }],
    ["values that would be expressions", { enum: ["${x}"] }, {}],
    ["values that are no scalars", { enum: [{}] }, {}],
    ["values beyond what is exact", { enum: [2 ** 60] }, {}],
    ["more values than anybody reads", { enum: Array.from({ length: 101 }, (_, index) => index) }, {}],
    ["a format that is checked", { type: "string", format: "uuid" }, { type: "string", format: "uuid" }],
    ["a format that is not", { type: "string", format: "isbn" }, { type: "string" }],
    ["a secret", { type: "string", format: "password" }, { type: "string", sensitive: true }],
    ["a pattern", { type: "string", pattern: "^a+$" }, { type: "string", pattern: "^a+$" }],
    ["a pattern that would be an expression", { type: "string", pattern: "${x}" }, { type: "string" }],
    ["a pattern that is none here", { type: "string", pattern: "(?=a)" }, { type: "string" }],
    ["bounds", { minimum: 1, maximum: 2, multipleOf: 0.5, maxLength: 3 }, { minimum: 1, maximum: 2, multipleOf: 0.5, maxLength: 3 }],
    [
      "exclusive bounds of OpenAPI 3.0",
      { minimum: 1, exclusiveMinimum: true, maximum: 2, exclusiveMaximum: false },
      { exclusiveMinimum: 1, maximum: 2 },
    ],
    ["an exclusive bound of nothing", { exclusiveMaximum: true }, {}],
    ["exclusive bounds of OpenAPI 3.1", { exclusiveMinimum: 1 }, { exclusiveMinimum: 1 }],
    ["bounds that are none", { minimum: "1", multipleOf: 0, minLength: -1, maxItems: 1.5 }, {}],
  ])("keeps what is asked of a value: %s", (_what, described, schema) => {
    expect(translate(described)).toEqual(schema);
  });

  test.each<readonly [string, Json, Json]>([
    ["a type", { type: "string", nullable: true }, { type: ["string", "null"] }],
    ["null", { type: "null", nullable: true }, { type: "null" }],
    ["alternatives", { anyOf: [{ type: "string" }], nullable: true }, { anyOf: [{ type: "string" }, { type: "null" }] }],
    ["anything", { nullable: true }, {}],
  ])("takes null where the description does: beside %s", (_what, described, schema) => {
    expect(translate(described)).toEqual(schema);
  });

  test("leaves out what goes the other way", () => {
    const described = {
      type: "object",
      required: ["id", "secret"],
      properties: { id: { $ref: "#/schemas/Id" }, secret: { $ref: "#/schemas/Secret" } },
    };

    expect(translate(described)).toEqual({ type: "object", required: ["secret"], properties: { secret: { type: "string" } } });
    expect(translate(described, { direction: "answered" })).toEqual({
      type: "object",
      required: ["id"],
      properties: { id: { type: "string" } },
    });
  });

  test("has the parts of allOf as one, whatever they are", () => {
    expect(
      translate({
        allOf: [
          { $ref: "#/schemas/Pet" },
          { required: ["age"], properties: { age: { type: "integer" } } },
          { $ref: "#/schemas/None" },
          { allOf: [{ type: "object" }] },
        ],
        required: ["name"],
      }),
    ).toEqual({ type: "object", required: ["age", "name"], properties: { name: { type: "string" }, age: { type: "integer" } } });
    expect(translate({ allOf: [{ type: "string" }] })).toEqual({ type: "string" });
  });

  test("keeps the type alone past its bounds, and ends where it contains itself", () => {
    expect(translate({ $ref: "#/schemas/Deep" }, { depth: 1 })).toEqual({ type: "object", properties: { pet: { type: "object" } } });
    expect(translate({ $ref: "#/schemas/Loop" })).toEqual({ type: "object", properties: { next: { type: "object" } } });
    expect(translate({ type: "string", enum: ["a"] }, { budget: { left: 0 } })).toEqual({ type: "string" });
    expect(translate({ enum: ["a"] }, { budget: { left: 0 } })).toBe(true);
  });
});
