import type { JsonObject } from "@skald/shared";

const STRINGS = { type: "array", items: { type: "string" } } as const;
const WORD = { anyOf: [{ type: "string" }, { type: "object", minProperties: 1, maxProperties: 1 }] } as const;

const EXPECT: JsonObject = {
  type: "object",
  description: "What must come of it. Only what stands here is compared.",
  additionalProperties: false,
  minProperties: 1,
  properties: {
    end: { enum: ["completed", "compensated", "failed", "suspended"], description: "How the saga comes to rest." },
    cause: { type: "string", description: "The type of the first error." },
    calls: { ...STRINGS, description: 'Every call in order: "reserve", "verify reserve", "undo reserve".' },
    undone: { ...STRINGS, description: "The states that are undone, in order." },
    path: { ...STRINGS, description: "The states the saga goes through, in order." },
    output: { description: "The output of a completed saga." },
  },
};

const SCENARIO: JsonObject = {
  type: "object",
  required: ["name", "expect"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1, description: "What is shown, in a sentence." },
    input: { description: "The input. Left out: its values stay unknown." },
    outcomes: {
      type: "object",
      description: "What participants do, by state; what is not named succeeds.",
      additionalProperties: { anyOf: [WORD, { type: "array", items: WORD, minItems: 1 }] },
    },
    expect: EXPECT,
  },
};

/** JSON Schema (draft 2020-12) of a test file, `<name>.test.yaml`. */
export const TEST_SCHEMA: JsonObject = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Tests of a saga",
  description: "Scenarios with scripted participants and what must come of them. They stand beside the saga.",
  type: "object",
  required: ["tests"],
  additionalProperties: false,
  properties: { tests: { type: "array", minItems: 1, items: SCENARIO } },
};
