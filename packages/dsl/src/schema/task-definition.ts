import { duration, undo, verify } from "./common-definitions.ts";
import { choice, expression, fields, flag, list, listOr, oneField, ref, type Schema, spliced, template, text, textOr } from "./draft.ts";
import { ERROR_TYPE_OR_ANY, OPERATION_REFERENCE } from "./patterns.ts";

// A state that calls, and what other states share with it.

/** Where a state that does not decide it goes on. */
export const goesOn = {
  next: text("The state entered after this one."),
  end: { description: "Inside a branch or body: it ends here.", const: true },
};

// Inside a saga a call is written in place, or goes to a path of the same service as the step.
const inlineCall: Schema = {
  description: "The call: http with a url, or a path of the step's service.",
  if: { type: "object", required: ["http"] },
  then: oneField("A call written in place.", { http: ref("httpCall") }),
  else: ref("pathCall"),
};

/** The name of an operation. */
export const operationText = text("An operation of a catalogue: service.operation.", { pattern: OPERATION_REFERENCE });

const taskCall = textOr(
  "What is called: service.operation, or a call written in place.",
  operationText,
  oneField("A call written in place.", {
    http: ref("httpCall"),
    worker: fields("A pull worker.", { queue: text("Its queue.", { minLength: 1 }) }, ["queue"]),
  }),
);

/** What happens on an error. */
export const catches = list(
  "What happens on an error; entries are tried in order.",
  fields(
    "One way on.",
    {
      errors: list("Error types, or *.", text("An error type.", { pattern: ERROR_TYPE_OR_ANY }), { minItems: 1 }),
      when: expression("Narrows; reads error too."),
      compensate: flag("Undo everything of this scope first."),
      next: text("The state entered then."),
    },
    ["errors", "next"],
  ),
);

const lock = fields(
  "Taken before the step.",
  {
    key: spliced("Name of the lock, within the namespace."),
    mode: choice("Alone, or together with others who read.", ["exclusive", "shared"], "exclusive"),
    wait: duration("How long to wait for it.", "30s"),
    release: choice("When it is given back.", ["saga", "step"], "saga"),
  },
  ["key"],
);

/** What is taken before a state that calls. */
export const locks = listOr("One lock, or several, taken in key order.", list("Locks.", lock, { minItems: 1, maxItems: 20 }), lock);

/** A state that calls one operation. */
export const task = fields(
  "Calls an operation.",
  {
    type: { description: "Calls an operation.", const: "task" },
    call: taskCall,
    with: template("The parameters."),
    kind: ref("kind"),
    retry: ref("retry"),
    timeout: duration("Per attempt."),
    catch: ref("catches"),
    compensate: undo(inlineCall),
    verify: verify(inlineCall),
    errors: ref("errorRules"),
    output: template("What steps.x.output is; default: the response body."),
    lock: locks,
    await: {
      description: "Wait for a callback after a 2xx.",
      if: { type: "string" },
      then: { const: "callback" },
      else: fields("A callback.", { callback: { const: true, description: "Wait for it." }, timeout: duration("How long.") }, ["callback"]),
    },
    optional: flag("A failure is recorded and next is taken; there is no output."),
    irreversible: flag("Accepts that this step cannot be undone."),
    idempotencyKey: spliced("Replaces the key of the call."),
    ...goesOn,
  },
  ["type", "call"],
);
