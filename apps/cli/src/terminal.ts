import { createInterface } from "node:readline";
import { createStyle, type Style } from "./text/style.ts";

/** Where a command writes, and the person it may ask. */
export interface Terminal {
  /** What was asked for: goes to a pipe. */
  out(text: string): void;
  /** What went wrong: stays in front of the person. */
  err(text: string): void;
  /** Whether a person sits at both ends. Otherwise nothing is asked. */
  readonly isInteractive: boolean;
  readonly style: Style;
  /** The answer to a question; empty when the person left. */
  ask(question: string): Promise<string>;
  readStdin(): Promise<string>;
}

/** The terminal of a process. */
export function createTerminal({ stdin, stdout, stderr, env }: NodeJS.Process): Terminal {
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    isInteractive: stdin.isTTY && stdout.isTTY,
    style: createStyle(stdout.isTTY && (env["NO_COLOR"] ?? "") === ""),
    ask: (question) =>
      new Promise((resolve) => {
        const lines = createInterface({ input: stdin, output: stdout });
        lines.once("close", () => resolve(""));
        lines.once("SIGINT", () => lines.close());
        lines.question(question, (answer) => {
          resolve(answer.trim());
          lines.close();
        });
      }),
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
      return Buffer.concat(chunks).toString("utf8");
    },
  };
}
