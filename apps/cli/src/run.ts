import { userInfo } from "node:os";
import { closest } from "@skald/dsl";
import { createClient } from "@skald/shared";
import manifest from "../package.json" with { type: "json" };
import type { Command } from "./command-line/command.ts";
import { COMMANDS } from "./command-line/commands.ts";
import { commandText, overviewText } from "./command-line/help.ts";
import { readArguments } from "./command-line/read-arguments.ts";
import { tellError } from "./command-line/tell-error.ts";
import { UsageError } from "./command-line/usage-error.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_API = "http://127.0.0.1:8088";

/** Runs one call of the command line from its words to its exit code. */
export async function run(words: readonly string[], terminal: Terminal, environment: Environment): Promise<ExitCode> {
  const [first = "--help", ...rest] = words;
  if (first === "--version" || first === "-v") return say(terminal, `skald ${manifest.version}`);
  const [subject] = first === "help" ? rest : [];
  if (first === "--help" || first === "-h" || (first === "help" && subject === undefined)) return say(terminal, overviewText(COMMANDS));

  try {
    if (subject !== undefined) return say(terminal, commandText(requireCommand(subject)));
    return await runCommand(requireCommand(first), rest, { terminal, environment });
  } catch (error) {
    return tellError(error, { terminal, words });
  }
}

interface Surroundings {
  readonly terminal: Terminal;
  readonly environment: Environment;
}

async function runCommand(command: Command, words: readonly string[], { terminal, environment }: Surroundings): Promise<ExitCode> {
  const given = readArguments(command, words);
  if (given.has("help")) return say(terminal, commandText(command));

  const api = requireUrl(given.text("api") ?? environment["SKALD_API"] ?? DEFAULT_API);
  const client = createClient({ baseUrl: api, headers: { "x-skald-actor": actorOf(environment) } });
  return command.run({ given, terminal, json: given.has("json"), api, client });
}

function requireCommand(name: string): Command {
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found;

  const what = name.startsWith("-") ? "option" : "command";
  const meant = closest(name, [...COMMANDS.map((command) => command.name), "--help", "--version"]);
  throw new UsageError(`There is no ${what} "${name}".${meant === undefined ? "" : ` Did you mean "${meant}"?`}`, "skald --help");
}

function requireUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === "http:" || url?.protocol === "https:") return text;

  throw new UsageError(`"${text}" is no address of an engine; such as ${DEFAULT_API}.`);
}

/** Who commands: stands in the audit. What a header cannot carry is left out. */
function actorOf(environment: Environment): string {
  const name = (environment["SKALD_ACTOR"] ?? userName())
    .replaceAll(/[^\x20-\x7e]/g, "")
    .slice(0, 100)
    .trim();

  return name === "" ? "operator" : name;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return ""; // A container may run under a number that has no name.
  }
}

function say(terminal: Terminal, text: string): ExitCode {
  terminal.out(text);
  return EXIT.ok;
}
