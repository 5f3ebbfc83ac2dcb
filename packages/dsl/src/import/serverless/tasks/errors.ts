import { validErrorType } from "../../names.ts";

// The errors that Serverless Workflow 1.0 names by an address, in ours.
const STANDARD: Readonly<Record<string, readonly string[]>> = {
  communication: ["Refused", "Unavailable", "Unknown", "NotDone", "BadReply"],
  timeout: ["Timeout"],
  validation: ["InputInvalid", "OutputInvalid"],
  expression: ["ExpressionError"],
  authentication: ["Refused"],
  authorization: ["Refused"],
  configuration: ["InputInvalid"],
  runtime: ["*"],
};
const ADDRESS = /serverlessworkflow\.io\/(?:spec|dsl)\/(?:.*\/)?errors\/(?:types\/)?([a-z]+)$/;

/** Error types of ours for an error type of the source. */
export function errorTypesOf(type: string): readonly string[] {
  const standard = ADDRESS.exec(type)?.[1];
  const known = standard === undefined ? undefined : STANDARD[standard];

  return known ?? [errorTypeOf(type)];
}

/** The type of an error that the source raises itself. */
export function errorTypeOf(type: string): string {
  const last =
    type
      .split(/[/#]/)
      .filter((part) => part !== "")
      .at(-1) ?? "Failed";

  return validErrorType(last);
}
