import { choice, fields, list, named, type Schema, text } from "./draft.ts";

// A union of types and no anyOf: what is wrong is then told in one sentence.
const ONE: Schema = { type: ["string", "object"], minProperties: 1, maxProperties: 1 };

const WORD: Schema = {
  description:
    "A word, such as ok, refused, unknown or timedOut, the type of an error or of an event, an outcome of a person; { word: … } gives what comes with it: an output, a payload, a form.",
  ...ONE,
};

const states = (description: string): Schema => list(description, text("The name of a state."));

const EXPECT = fields("What must come of it. Only what stands here is compared.", {
  end: choice("How the saga comes to rest.", ["completed", "compensated", "failed", "suspended"]),
  cause: text("The type of the first error."),
  calls: list("Every call in order.", text('A call: "reserve", "verify reserve", "undo reserve".')),
  undone: states("The states that are undone, in order."),
  path: states("The states the saga goes through, in order."),
  output: { description: "The output of a completed saga." },
});

const SCENARIO = fields(
  "One test: what happens, and what must come of it.",
  {
    name: text("What is shown, in a sentence.", { minLength: 1 }),
    input: { description: "The input. Left out: its values stay unknown." },
    outcomes: named(
      "What participants do and what comes from outside, by state: reserve, reserve#2 (a visit), undo.reserve, verify.reserve, callback.reserve, lock.reserve, book.hotel (a participant of a group), each.pack (a step of all items), each#1[0].pack (of one). What is not named goes well.",
      {
        description:
          "One word, or one for each attempt; of what comes from outside one after the other. The last stands for all that follow.",
        ...ONE,
        type: ["string", "object", "array"],
        minItems: 1,
        items: WORD,
      },
      { type: "string", minLength: 1 },
    ),
    expect: { ...EXPECT, minProperties: 1 },
  },
  ["name", "expect"],
);

/** The schema of a test file, `<name>.test.yaml`, which stands beside the file of a saga. */
export const TEST_SCHEMA: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:skald:schema:test:1.0",
  title: "Tests of a Skald saga",
  ...fields(
    "Scenarios with scripted participants and what must come of them. They stand beside the saga.",
    { tests: list("The scenarios.", SCENARIO, { minItems: 1 }) },
    ["tests"],
  ),
};
