import { ApiError, UnreachableError } from "@skald/shared";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { problemText } from "../text/problem-text.ts";
import { visibleText } from "../text/visible-text.ts";
import { UsageError } from "./usage-error.ts";

/** Problems about what was handed in, not about the engine's state: the call failed, it was not refused. */
const INVALID: readonly string[] = ["DOCUMENT_INVALID", "NOT_YET_RUNNABLE", "INPUT_INVALID", "KEY_INVALID", "NUMBER_NOT_EXACT"];

interface Telling {
  readonly terminal: Terminal;
  readonly words: readonly string[];
}

/** Says what went wrong and what to do, and gives the exit code it has. */
export function tellError(error: unknown, { terminal, words }: Telling): ExitCode {
  if (error instanceof UsageError) {
    terminal.err(visibleText(`skald: ${error.message}`));
    if (error.help !== undefined) terminal.err(`"${error.help}" says more.`);
    return EXIT.usage;
  }
  if (error instanceof ApiError) {
    if (words.includes("--json")) terminal.out(JSON.stringify({ problem: error.problem }, null, 2));
    terminal.err(`skald: ${problemText(error)}`);
    return INVALID.includes(error.problem.code) ? EXIT.failed : EXIT.refused;
  }
  if (error instanceof UnreachableError) {
    terminal.err(visibleText(`skald: ${error.message}`));
    terminal.err('Start it with "npm start", or name another with --api or SKALD_API.');
    return EXIT.unreachable;
  }
  terminal.err(visibleText(`skald: A mistake inside skald. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  return EXIT.failed;
}
