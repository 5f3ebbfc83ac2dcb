import type { Client } from "@skald/shared";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

/** One option of a command. `value` names what follows it; without it the option is a switch. */
export interface Option {
  readonly value?: string;
  /** One letter for it. */
  readonly short?: string;
  /** May be given more than once. */
  readonly many?: true;
  readonly text: string;
}

export type Options = Readonly<Record<string, Option>>;

/** What was written behind the name of a command, already checked against its options. */
export interface Given {
  readonly positionals: readonly string[];
  has(option: string): boolean;
  text(option: string): string | undefined;
  texts(option: string): readonly string[];
}

/** Everything a command works with. */
export interface Call {
  readonly given: Given;
  readonly terminal: Terminal;
  /** Whether the answer is read by a program. */
  readonly json: boolean;
  /** Address of the engine. */
  readonly api: string;
  readonly client: Client;
}

/** One command of the command line: what its help says, and what it does. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** The names of its positional arguments: `<id>`, `[state]`, `<files…>`. */
  readonly positionals: readonly string[];
  readonly options: Options;
  /** Behind the word skald, complete enough to be typed. */
  readonly example: string;
  /** What the summary cannot say. */
  readonly notes?: readonly string[];
  run(call: Call): Promise<ExitCode>;
}

/** Options of every command. */
export const COMMON_OPTIONS: Options = {
  api: { value: "url", text: "Address of the engine. Default: SKALD_API, else http://127.0.0.1:8088." },
  json: { text: "Answer as JSON." },
  help: { short: "h", text: "Say how the command is used." },
};
