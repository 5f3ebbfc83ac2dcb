import { COMMON_DEFINITIONS, documentHead, duration, userSchema } from "./common-definitions.ts";
import { choice, expression, fields, list, named, oneField, ref, type Schema, spliced, template, text, textOr, whole } from "./draft.ts";
import { DOCUMENT_NAME, DURATION_OR_EXPRESSION, DURATION_OR_FOREVER, PATH, SERVICE_REFERENCE } from "./patterns.ts";
import { STATE_DEFINITIONS } from "./state-definitions.ts";

const ROLES = ["viewer", "operator", "senior", "author", "admin", "auditor", "deny"];

/** Commands a policy may name: those of the API, and those that come later. */
const COMMANDS = [
  "pause",
  "resume",
  "retry",
  "skip",
  "edit",
  "compensate",
  "cancel",
  "terminate",
  "complete",
  "resolve-unknown",
  "waive-undo",
  "migrate",
  "extend-deadline",
  "note",
];

const timeoutAfter = textOr(
  "A duration, or an expression that gives seconds or a duration.",
  spliced("A duration or an expression.", { pattern: DURATION_OR_EXPRESSION }),
  { type: "number", description: "Seconds.", exclusiveMinimum: 0, maximum: 34_560_000 },
);

const respond = list(
  "The first answer that fits is given.",
  fields(
    "One answer.",
    {
      when: expression("Reads saga and request."),
      status: whole("HTTP status.", { minimum: 200, maximum: 599 }),
      body: template("The body."),
    },
    ["status"],
  ),
);

const trigger = oneField("One way a saga starts by itself.", {
  http: fields(
    "A route of the engine.",
    {
      method: choice("HTTP method.", ["GET", "POST", "PUT", "PATCH", "DELETE"]),
      path: text("Path, with {name} for parameters.", { pattern: PATH }),
      where: expression("Only requests that fit."),
      auth: textOr(
        "Who may.",
        choice("An API key, or nobody is asked.", ["apiKey", "none"], "apiKey"),
        oneField("A signature.", { signature: fields("Standard Webhooks.", { secret: spliced("The key.") }, ["secret"]) }),
      ),
      input: template("The saga's input; reads request."),
      timeout: spliced("Time-out of the saga, in seconds or as a duration."),
      wait: duration("How long to hold the answer.", "0s"),
      respond,
    },
    ["method", "path"],
  ),
  event: fields(
    "A CloudEvent.",
    {
      type: text("CloudEvents type."),
      source: text("CloudEvents source."),
      where: expression("Only events that fit."),
      input: template("The saga's input; reads event."),
    },
    ["type"],
  ),
  schedule: fields(
    "A clock.",
    {
      cron: text("Five fields."),
      timezone: text("IANA name.", { default: "UTC" }),
      input: template("The saga's input; reads schedule."),
      catchUp: choice("What happens with runs that were missed.", ["none", "one", "all"], "one"),
      overlap: choice("What happens while the last run still goes.", ["skip", "queue", "allow"], "skip"),
    },
    ["cron", "input"],
  ),
});

/** The schema of a document of `kind: saga`. */
export const SAGA_SCHEMA: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:skald:schema:saga:1.0",
  title: "Skald saga",
  ...fields(
    "A chart of states. Each step has its undo.",
    {
      document: documentHead("saga"),
      use: fields("What the saga builds on, resolved and pinned at its start.", {
        services: named("Services by the name used in call.", text("namespace/name@range.", { pattern: SERVICE_REFERENCE }), {
          pattern: DOCUMENT_NAME,
        }),
      }),
      input: fields("What a saga is started with.", {
        schema: userSchema("JSON Schema of the input. sensitive: true marks what is encrypted and masked."),
      }),
      key: expression("Business key: searchable, shown in lists."),
      idempotency: fields(
        "One saga per key.",
        {
          key: expression("Unique per definition while the saga is kept."),
          onDuplicate: choice("What a second start gets.", ["returnExisting", "reject"], "returnExisting"),
          reuse: choice("When the key is free again.", ["never", "whenUndone"], "never"),
        },
        ["key"],
      ),
      concurrency: fields(
        "How many sagas of a key run at once.",
        {
          key: expression("What is limited."),
          limit: whole("How many.", { minimum: 1, maximum: 100_000, default: 1 }),
          strategy: choice("What the others get.", ["queue", "reject"], "queue"),
        },
        ["key"],
      ),
      timeout: fields(
        "How long going forward may take.",
        { after: timeoutAfter, then: choice("What happens then.", ["compensate", "suspend"], "compensate") },
        ["after"],
      ),
      retention: text("How long an ended saga is kept.", { pattern: DURATION_OR_FOREVER }),
      recovery: choice("backward undoes; forward retries to the end.", ["backward", "forward"], "backward"),
      compensation: fields("How undoing goes.", {
        order: choice("Last completed first, all at once, or as steps depend.", ["reverse", "parallel", "dependency"], "reverse"),
        onUnknownOutcome: choice("What is done about a step that may have happened.", ["verify", "compensate", "suspend"], "verify"),
        onFailure: choice("What is done when an undo gives up.", ["suspend", "continue", "retryForever"], "suspend"),
        retry: ref("retry"),
      }),
      policy: { ...named("The least role that may give a command, or deny.", choice("A role.", ROLES), { enum: COMMANDS }) },
      exposure: expression("Value at stake, summed on the dashboard."),
      triggers: list("Ways a saga starts by itself.", trigger, { maxItems: 50 }),
      start: text("The first state."),
      states: ref("states"),
      assertions: list(
        "Checked on every simulated path and by the consistency audit.",
        fields(
          "One sentence that always holds.",
          { name: text("The sentence."), always: expression("Reads done, undone, maybe and saga.status.") },
          ["name", "always"],
        ),
        { maxItems: 100 },
      ),
    },
    ["document", "start", "states"],
  ),
  $defs: { ...COMMON_DEFINITIONS, ...STATE_DEFINITIONS },
};
