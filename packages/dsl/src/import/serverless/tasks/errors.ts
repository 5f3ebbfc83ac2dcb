import { validErrorType } from "../../names.ts";

// The errors that Serverless Workflow 1.0 names by an address, in ours.
const STANDARD: ReadonlyMap<string, readonly string[]> = new Map([
  ["communication", ["Refused", "Unavailable", "Unknown", "NotDone", "BadReply"]],
  ["timeout", ["Timeout"]],
  ["validation", ["InputInvalid", "OutputInvalid"]],
  ["expression", ["ExpressionError"]],
  ["authentication", ["Refused"]],
  ["authorization", ["Refused"]],
  ["configuration", ["InputInvalid"]],
  ["runtime", ["*"]],
]);
const ADDRESS = /^.*serverlessworkflow\.io\/(?:spec|dsl)\/(?:.*\/)?errors\/(?:types\/)?(?=[a-z]+$)/;

/** Error types of ours for an error type of the source. */
export function errorTypesOf(type: string): readonly string[] {
  const standard = ADDRESS.test(type) ? STANDARD.get(type.replace(ADDRESS, "")) : undefined;

  return standard ?? [errorTypeOf(type)];
}

/** The type of an error that the source raises itself: the last part of its address. */
export function errorTypeOf(type: string): string {
  return validErrorType(type.replace(/[/#]+$/, "").replace(/^.*[/#]/s, ""));
}
