import { duration, NAMES, userSchema } from "./common-definitions.ts";
import {
  byField,
  choice,
  described,
  expression,
  fields,
  flag,
  list,
  named,
  oneField,
  ref,
  type Schema,
  spliced,
  template,
  text,
  textOr,
  whole,
} from "./draft.ts";
import { ERROR_TYPE, NAME, SERVICE_REFERENCE, TOLERANCE } from "./patterns.ts";
import { catches, goesOn, locks, operationText, task } from "./task-definition.ts";

// One definition for each state type, section 4 of the language.

const scope = (description: string): Schema =>
  fields(
    description,
    { start: text("The first state."), states: ref("states"), output: template("Default: the output of the state that ended.") },
    ["start", "states"],
  );

const event = (properties: Readonly<Record<string, Schema>>, description: string): Schema => fields(description, properties, ["type"]);

const awaitedEvent = event(
  {
    type: text("CloudEvents type."),
    source: text("CloudEvents source."),
    key: expression("Over event; default: its subject."),
    match: expression("Over the saga; default: its key."),
    where: expression("Only narrows."),
  },
  "An event, correlated by equality.",
);

const sentEvent = event(
  {
    type: text("CloudEvents type."),
    source: spliced("Default skald/<namespace>/<name>."),
    subject: spliced("CloudEvents subject."),
    data: template("Its data."),
  },
  "A CloudEvent.",
);

const blockUndo = fields("How the items are undone.", {
  order: choice("Last completed first, or all at once.", ["reverse", "parallel"], "reverse"),
  concurrency: whole("Undos at once.", { minimum: 1, maximum: 1000, default: 1 }),
  batch: fields("One call instead of the items' undos.", { call: operationText, with: template("The parameters; reads items.") }, ["call"]),
});

const callOrEmit: Schema = {
  description: "An undo by a call or by an event.",
  if: { type: "object", required: ["emit"] },
  then: oneField("An event that takes it back.", { emit: sentEvent }),
  else: fields("A call that takes it back.", { call: operationText, with: template("The parameters.") }, ["call"]),
};

const listenCase = fields(
  "One thing that may come.",
  { event: awaitedEvent, signal: text("Name of a signal."), next: text("The state entered then.") },
  ["next"],
);

const states: Readonly<Record<string, Schema>> = {
  task,
  switch: fields(
    "Takes the first case that fits.",
    {
      type: { description: "Takes the first case that fits.", const: "switch" },
      cases: list(
        "Tried in order.",
        fields("One case.", { when: expression("True or false."), next: text("The state entered then.") }, ["when", "next"]),
        { minItems: 1, maxItems: 200 },
      ),
      default: text("The state entered when no case fits."),
    },
    ["type", "cases", "default"],
  ),
  parallel: fields(
    "Runs branches at once.",
    {
      type: { description: "Runs branches at once.", const: "parallel" },
      branches: { ...named("The branches by name.", scope("One branch."), NAMES), minProperties: 2, maxProperties: 20 },
      join: textOr(
        "How many must succeed.",
        choice("All, or the first.", ["all", "any"], "all"),
        fields("At least so many.", { atLeast: whole("How many.", { minimum: 1, maximum: 20 }) }, ["atLeast"]),
      ),
      catch: ref("catches"),
      ...goesOn,
    },
    ["type", "branches"],
  ),
  forEach: fields(
    "Runs a body for each item.",
    {
      type: { description: "Runs a body for each item.", const: "forEach" },
      in: expression("The list, at most 10,000 items."),
      each: text("Name of the item.", { pattern: NAME, default: "item" }),
      at: text("Name of the index.", { pattern: NAME, default: "index" }),
      concurrency: whole("Items at once.", { minimum: 1, maximum: 1000, default: 1 }),
      tolerate: textOr(
        "Items that may fail.",
        text("A share.", { pattern: TOLERANCE }),
        whole("How many.", { minimum: 0, maximum: 10_000 }),
      ),
      body: scope("What is done for one item."),
      compensation: blockUndo,
      catch: ref("catches"),
      ...goesOn,
    },
    ["type", "in", "body"],
  ),
  wait: fields(
    "Waits on a durable timer.",
    {
      type: { description: "Waits on a durable timer.", const: "wait" },
      for: duration("How long."),
      until: expression("A timestamp."),
      ...goesOn,
    },
    ["type"],
  ),
  listen: fields(
    "Waits for one of several events or signals.",
    {
      type: { description: "Waits for one of several events or signals.", const: "listen" },
      cases: list("What may come.", listenCase, { minItems: 1, maxItems: 50 }),
      event: awaitedEvent,
      signal: text("Name of a signal."),
      timeout: duration("How long."),
      onTimeout: text("The state entered then; without it the error Timeout."),
      compensate: callOrEmit,
      catch: ref("catches"),
      ...goesOn,
    },
    ["type"],
  ),
  human: fields(
    "Waits for a person.",
    {
      type: { description: "Waits for a person.", const: "human" },
      assign: template("Who is asked."),
      form: userSchema("JSON Schema of the form."),
      outcomes: { ...named("Edges by outcome.", text("The state entered then."), NAMES), minProperties: 1 },
      timeout: duration("How long."),
      onTimeout: text("The state entered then."),
      fourEyes: flag("Whoever started the saga may not answer."),
      catch: ref("catches"),
    },
    ["type", "outcomes"],
  ),
  emit: fields(
    "Sends an event through the outbox.",
    { type: { description: "Sends an event through the outbox.", const: "emit" }, event: sentEvent, compensate: callOrEmit, ...goesOn },
    ["type", "event"],
  ),
  saga: fields(
    "Runs a child saga.",
    {
      type: { description: "Runs a child saga.", const: "saga" },
      saga: text("namespace/name@range.", { pattern: SERVICE_REFERENCE }),
      input: template("Its input."),
      catch: ref("catches"),
      ...goesOn,
    },
    ["type", "saga"],
  ),
  transaction: fields(
    "A two-phase group.",
    {
      type: { description: "A two-phase group.", const: "transaction" },
      protocol: choice("Two-phase commit, or try, confirm, cancel.", ["2pc", "tcc"]),
      participants: list(
        "Who takes part.",
        fields("One participant.", { name: text("Its name.", { pattern: NAME }), call: operationText, with: template("The parameters.") }, [
          "name",
          "call",
        ]),
        { minItems: 1, maxItems: 20 },
      ),
      kind: choice("Whether the group can be undone after its commit.", ["compensatable", "pivot"]),
      compensate: fields("A call that takes the group back.", { call: operationText, with: template("The parameters.") }, ["call"]),
      catch: ref("catches"),
      lock: locks,
      prepareTimeout: duration("How long to prepare."),
      commitTimeout: duration("When a commit asks for attention."),
      abortTimeout: duration("When an abort asks for attention."),
      ...goesOn,
    },
    ["type", "protocol", "participants", "kind"],
  ),
  set: fields(
    "Names values for later.",
    {
      type: { description: "Names values for later.", const: "set" },
      values: { ...named("Read as vars.name.", template("A value."), NAMES), minProperties: 1 },
      ...goesOn,
    },
    ["type", "values"],
  ),
  compensate: fields(
    "Undoes on purpose, then goes on.",
    {
      type: { description: "Undoes on purpose, then goes on.", const: "compensate" },
      only: list("Only these states.", text("A state.")),
      ...goesOn,
    },
    ["type"],
  ),
  succeed: fields("Ends well.", { type: { description: "Ends well.", const: "succeed" }, output: template("The output of the saga.") }, [
    "type",
  ]),
  fail: fields(
    "Undoes everything and ends.",
    {
      type: { description: "Undoes everything and ends.", const: "fail" },
      error: fields(
        "The cause.",
        {
          type: text("Its type.", { pattern: ERROR_TYPE }),
          status: whole("A status for those who ask.", { minimum: 100, maximum: 599 }),
          detail: spliced("One sentence."),
        },
        ["type"],
      ),
    },
    ["type", "error"],
  ),
};

/** `$defs` of everything that may stand under `states`. */
export const STATE_DEFINITIONS: Readonly<Record<string, Schema>> = {
  kind: choice("How it behaves when the saga turns back.", ["compensatable", "pivot", "retriable", "readOnly"]),
  catches,
  states: { ...named("The states by name.", ref("state"), NAMES), minProperties: 1 },
  state: byField(
    "One state.",
    "type",
    Object.fromEntries(Object.keys(states).map((type) => [type, described(String(states[type]?.["description"]), ref(`${type}State`))])),
  ),
  ...Object.fromEntries(Object.entries(states).map(([type, schema]) => [`${type}State`, schema])),
};
