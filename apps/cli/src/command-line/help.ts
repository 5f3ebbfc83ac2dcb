import { tableText } from "../text/table.ts";
import { COMMON_OPTIONS, type Command, type Options } from "./command.ts";
import { EXIT_MEANINGS } from "./exit-meanings.ts";

/** What `skald --help` says. */
export function overviewText(commands: readonly Command[]): string {
  return [
    "skald: sagas you can see, prove and repair.",
    "",
    "  skald <command> [options]",
    "",
    tableText(commands.map((command) => [`  ${command.name}`, command.summary])),
    "",
    "skald <command> --help says more; skald --version which version this is.",
    "",
    "Exit codes",
    tableText(EXIT_MEANINGS.map(([code, meaning]) => [`  ${code}`, meaning])),
  ].join("\n");
}

/** What `skald <command> --help` says. */
export function commandText(command: Command): string {
  const notes = command.notes ?? [];

  return [
    command.summary,
    "",
    `  ${synopsisOf(command)}`,
    "",
    optionsText({ ...command.options, ...COMMON_OPTIONS }),
    "",
    ...notes.flatMap((note) => [note, ""]),
    "For example",
    `  skald ${command.example}`,
  ].join("\n");
}

/** How a command is written. */
export function synopsisOf({ name, positionals, options }: Command): string {
  const given = Object.keys(options).length > 0 ? ["[options]"] : [];

  return ["skald", name, ...positionals, ...given].join(" ");
}

function optionsText(options: Options): string {
  return tableText(
    Object.entries(options).map(([name, { value, short, text }]) => [
      `  ${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` <${value}>`}`,
      text,
    ]),
  );
}
