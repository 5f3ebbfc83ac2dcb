import { choice, expression, fields, flag, list, listOr, named, ref, type Schema, spliced, template, text, whole } from "./draft.ts";
import { DOCUMENT_NAME, DURATION, ERROR_TYPE, HEADER_NAME, NAME, PATH, VERSION } from "./patterns.ts";

/** The head of a document of one kind. */
export function documentHead(kind: "saga" | "service"): Schema {
  return fields(
    "What this document is, and its version.",
    {
      dsl: { description: "Version of the language.", const: "1.0" },
      kind: {
        description: `A ${kind === "saga" ? "saga: a chart of states" : "service: a catalogue of operations, each with its undo"}.`,
        const: kind,
      },
      namespace: text("The unit of permission it belongs to.", { pattern: DOCUMENT_NAME, default: "default" }),
      name: text("Its name, unique in the namespace.", { pattern: DOCUMENT_NAME }),
      version: text("Semantic version. The same version with other content is refused.", { pattern: VERSION }),
      title: text("What people read.", { maxLength: 200 }),
      labels: named("Plain texts to search for.", text("A label.", { maxLength: 200 }), { pattern: DOCUMENT_NAME }),
    },
    ["dsl", "kind", "name", "version"],
  );
}

export function duration(description: string, preset?: string): Schema {
  return text(description, { pattern: DURATION, ...(preset === undefined ? {} : { default: preset }) });
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

const accept = list("Statuses that count as success besides 2xx.", whole("A status.", { minimum: 200, maximum: 599 }), { maxItems: 50 });
const query = named("Query parameters; values are encoded.", template("A value."), { maxLength: 200 });
const headers = named("Headers; the only place beside auth that may read secrets.", spliced("A value."), { pattern: HEADER_NAME });
const body = template("The body, sent as JSON.");

const httpCall = fields(
  "An HTTP call to an address written in place.",
  {
    method: choice("HTTP method.", METHODS),
    url: spliced("Absolute address. Spliced values are encoded as one segment; a query goes in query."),
    query,
    headers,
    body,
    accept,
  },
  ["method", "url"],
);

const pathCall = fields(
  "A call to a path of the service.",
  {
    method: choice("HTTP method.", METHODS),
    path: spliced("Path below the service's baseUrl. Spliced values are encoded as one segment.", { pattern: PATH }),
    query,
    headers,
    body,
    accept,
  },
  ["method", "path"],
);

const sqlCall = fields(
  "SQL with bound parameters, run in a transaction that also writes the idempotency barrier.",
  {
    sql: listOr(
      "One statement, or a list of them. It may not hold ${.",
      list("Statements.", text("One statement."), { minItems: 1, maxItems: 50 }),
      text("One statement."),
    ),
    bind: list("Values of $1, $2, …; parameters, never text.", template("A value.")),
    accept,
  },
  ["sql"],
);

const errorRules = list(
  "What an answer means where the table of outcomes is overruled; tried in order over every answer.",
  fields(
    "One answer and its meaning.",
    {
      when: expression("Reads response. One that cannot be evaluated does not match."),
      type: text("Type of the error, for catch.", { pattern: ERROR_TYPE }),
      outcome: choice("What is known of the effect.", ["refused", "notDone", "busy", "unknown"], "refused"),
      retry: flag("Whether to try again."),
    },
    ["when", "type"],
  ),
  { maxItems: 100 },
);

const retry = fields("How often and when a call is tried again.", {
  attempts: whole("Counts every call, the first too.", { minimum: 1, maximum: 1000, default: 3 }),
  delay: duration("Before the second attempt.", "100ms"),
  multiplier: { type: "number", description: "By how much each delay is longer than the last.", minimum: 1, maximum: 100, default: 2 },
  maxDelay: duration("No delay is longer.", "10s"),
  jitter: choice("Spreads delays at random between zero and their length.", ["none", "full"], "full"),
  within: duration("Bounds all attempts together."),
});

/** The undo of an operation or a step; `call` is what may stand under `call`. */
export function undo(call: Schema): Schema {
  return fields("How to undo it. Must accept that there is nothing to undo.", { call, retry: ref("retry") }, ["call"]);
}

/** The question whether a call with an unknown outcome happened. */
export function verify(call: Schema): Schema {
  return fields(
    "Asked when the outcome is unknown, after the last attempt.",
    {
      call,
      happened: expression("True if it happened. Reads response."),
      output: template("Replaces the missing output. Must evaluate for both answers."),
      conclusive: flag('The participant refuses the older fence from then on, so "not happened" needs no undo.'),
    },
    ["call", "happened"],
  );
}

/** A user's own JSON Schema; it is checked against the meta-schema apart. */
export function userSchema(description: string): Schema {
  return { description, type: ["object", "boolean"] };
}

/** The name of an author's thing that expressions may read. */
export const NAMES: Schema = { pattern: NAME };

/** `$defs` both kinds of document share. */
export const COMMON_DEFINITIONS: Readonly<Record<string, Schema>> = { httpCall, pathCall, sqlCall, errorRules, retry };
