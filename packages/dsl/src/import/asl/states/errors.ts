import { isJsonArray } from "@skald/shared";
import { ANY_FAILURE } from "../../catalogue/catalogue.ts";
import { validErrorType } from "../../names.ts";
import { Refusal } from "../../session.ts";
import { type AslState, fieldOf } from "../machine.ts";

// The names of errors the Amazon States Language knows, in ours. What a function throws keeps its name.

const BUILT_IN: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "States.ALL": ["*"],
    "States.Timeout": ["Timeout"],
    "States.HeartbeatTimeout": ["Timeout"],
    "States.TaskFailed": [ANY_FAILURE, "Refused", "Unknown", "NotDone", "Unavailable", "BadReply"],
    "States.Permissions": ["Refused"],
    "States.Runtime": ["ExpressionError"],
    "States.ParameterPathFailure": ["ExpressionError"],
    "States.IntrinsicFailure": ["ExpressionError"],
    "States.QueryEvaluationError": ["ExpressionError"],
    "States.ResultPathMatchFailure": ["ExpressionError"],
    "States.DataLimitExceeded": ["OutputInvalid"],
    "States.BranchFailed": ["JoinFailed"],
    "States.ExceedToleratedFailureThreshold": ["JoinFailed"],
    "States.ItemReaderFailed": ["ExpressionError"],
    "Lambda.Unknown": ["Unknown"],
    "Lambda.ServiceException": ["Unavailable"],
    "Lambda.AWSLambdaException": ["Unavailable"],
    "Lambda.SdkClientException": ["Unavailable"],
    "Lambda.ClientExecutionTimeoutException": ["Timeout"],
    "Lambda.TooManyRequestsException": ["Unavailable"],
  }),
);

/**
 * The names in an `ErrorEquals`.
 *
 * @throws Refusal when there is none: what has no name matches nothing.
 */
export function namesIn(place: AslState): readonly string[] {
  const names = fieldOf(place, "ErrorEquals");
  if (names !== undefined && isJsonArray(names) && names.length > 0 && names.every((name) => typeof name === "string")) return names;

  throw new Refusal(
    [...place.at, "ErrorEquals"],
    `"ErrorEquals" of "${place.id}" is ${JSON.stringify(names ?? null)}, and must be a list of names of errors.`,
    'Name the errors that are meant; "States.ALL" matches all.',
  );
}

/** Error types of ours for the names of an `ErrorEquals`, each once. */
export function errorTypes(names: readonly string[]): readonly string[] {
  const types = new Set(names.flatMap((name) => BUILT_IN.get(name) ?? [validErrorType(name)]));

  return types.has("*") ? ["*"] : [...types];
}

/** The names that a participant gives itself. */
export function ownErrors(names: readonly string[]): readonly string[] {
  return names.filter((name) => !BUILT_IN.has(name) && !name.startsWith("States."));
}
