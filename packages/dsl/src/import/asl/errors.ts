import type { Json } from "@skald/shared";
import { isJsonArray } from "@skald/shared";
import { ANY_FAILURE } from "../catalogue/catalogue.ts";
import { validErrorType } from "../names.ts";

// The names of errors the Amazon States Language knows, in ours. What a function throws keeps its name.

const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
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
};

/** The names in an `ErrorEquals`. */
export function errorNames(value: Json | undefined): readonly string[] {
  return value !== undefined && isJsonArray(value) ? value.filter((name) => typeof name === "string") : [];
}

/** Error types of ours for the names of an `ErrorEquals`, each once. */
export function errorTypes(names: readonly string[]): readonly string[] {
  const types = new Set(names.flatMap((name) => BUILT_IN[name] ?? [validErrorType(name)]));

  return types.has("*") || types.size === 0 ? ["*"] : [...types];
}

/** The names that a participant gives itself. */
export function ownErrors(names: readonly string[]): readonly string[] {
  return names.filter((name) => !Object.hasOwn(BUILT_IN, name) && !name.startsWith("States."));
}
