import type { JsonObject } from "@skald/shared";
import { expressionOf } from "../planned-operation.ts";
import type { DescribedOperation } from "./described-operations.ts";

// About the call and not about the business: who calls, how often, in which media type. The engine's own table of
// outcomes says what they mean.
const NO_REFUSALS = new Set([401, 403, 405, 406, 407, 408, 411, 413, 414, 415, 425, 426, 429, 431]);

const STATUS_TYPES: Readonly<Record<number, string>> = {
  400: "BadRequest",
  402: "PaymentRequired",
  404: "NotFound",
  409: "Conflict",
  410: "Gone",
  412: "PreconditionFailed",
  422: "Unprocessable",
  423: "Locked",
  428: "PreconditionRequired",
};

// Section 5 of the language: a catalogue does not rename them.
const BUILT_IN = new Set(
  "Refused Timeout Unknown NotDone Unavailable BadReply InputInvalid OutputInvalid ExpressionError LockTimeout DeadlockDetected TooManyVisits JoinFailed ChildFailed SagaTimeout Cancelled".split(
    " ",
  ),
);

/** The business refusals an operation documents, as `errors` of a catalogue. */
export function describeRefusals({ refusals }: DescribedOperation): readonly JsonObject[] {
  return refusals
    .filter(({ status }) => !NO_REFUSALS.has(status))
    .map(({ status, description }) => ({
      when: expressionOf(`response.status == ${status}`),
      type: typeFrom(description) ?? STATUS_TYPES[status] ?? `Status${status}`,
    }));
}

/** Words that say no more than the status does. */
const EMPTY_WORDS =
  /^(bad|request|error|errors|client|invalid|input|response|default|problem|status|code|the|a|an|is|was|for|of|not|found|conflict|unprocessable|entity|content|validation|failed|exception|gone|resource|object|json|http|supplied|value|\d+)$/i;

// "Insufficient funds." becomes InsufficientFunds; a sentence, or what only repeats the status, becomes nothing.
function typeFrom(description: string): string | null {
  const [clause = ""] = description.trim().split(/[.,;:\r\n(]/);
  const words = clause.split(/[^A-Za-z\d]+/).filter((word) => word !== "");
  const isTelling = words.length > 0 && words.length <= 4 && words.some((word) => !EMPTY_WORDS.test(word));
  const type = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");

  return isTelling && /^[A-Za-z][A-Za-z\d]{2,60}$/.test(type) && !BUILT_IN.has(type) ? type : null;
}
