import type { Terminal } from "../src/terminal.ts";
import { createStyle } from "../src/text/style.ts";

/** A terminal without a screen. */
export interface FakeTerminal extends Terminal {
  /** Everything written, in its order. */
  told(): string;
  readonly questions: readonly string[];
}

/** With answers a person sits there and gives them one after another; without, it is a pipe. */
export function aTerminal(answers?: readonly string[]): FakeTerminal {
  const lines: string[] = [];
  const questions: string[] = [];
  const write = (text: string): void => void lines.push(`${text}\n`);

  return {
    out: write,
    err: write,
    isInteractive: answers !== undefined,
    style: createStyle(false),
    ask: async (question) => answers?.[questions.push(question) - 1] ?? "",
    readStdin: async () => "",
    told: () => lines.join(""),
    questions,
  };
}
