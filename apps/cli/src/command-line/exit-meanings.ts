import { EXIT, type ExitCode } from "../exit-code.ts";

/** The exit codes in words: in the help, in the reference, and nowhere else. */
export const EXIT_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [EXIT.ok, "Done. Warnings about a document do not count against it."],
  [
    EXIT.failed,
    "It failed: a document or input is invalid, documents differ, the saga did not complete, or the question was answered with no.",
  ],
  [EXIT.usage, "The call is wrong, or there was nobody to confirm and no --yes. Nothing was changed."],
  [EXIT.unreachable, "No engine answers. Whether what was sent arrived is unknown; the message says how to find out."],
  [EXIT.refused, "The engine said no: not found, not allowed now, changed meanwhile, or too busy."],
];
