import { COMMON_OPTIONS, type Options } from "../src/command-line/command.ts";
import { COMMANDS } from "../src/command-line/commands.ts";
import { EXIT_MEANINGS } from "../src/command-line/exit-meanings.ts";
import { synopsisOf } from "../src/command-line/help.ts";

/** docs/reference/command-line.md, made of what the help says. */
export function referenceText(): string {
  return `${[
    "# The command line",
    "",
    "`npx skald <command> [options]`. Made from the commands themselves; `skald <command> --help` says the same.",
    "",
    "Nothing is asked where nobody sits at a terminal. Colour is used on a terminal only, and never with `NO_COLOR`.",
    "`SKALD_API` names the engine, `SKALD_ACTOR` who commands (default: the user's name).",
    "",
    "## Exit codes",
    "",
    "| code | meaning |",
    "| --- | --- |",
    ...EXIT_MEANINGS.map(([code, meaning]) => `| ${code} | ${meaning} |`),
    "",
    "## Options of every command",
    "",
    ...optionLines(COMMON_OPTIONS),
    "",
    "With `--json` there is one JSON value on the output and nothing else. Documents with errors give `{ valid, files }`, each file with",
    "`file`, `valid`, `documents` and `diagnostics` (`code severity message suggestion remedy line column …`), whether `validate`, `check`,",
    "`simulate`, `test` or `export` reads them; what the engine refuses gives `{ problem }`. A call that is wrong (2) is told in words.",
    "",
    "Where files are named, `-` is what is piped in. Files are UTF-8, with or without a byte order mark, with line ends of any system.",
    ...COMMANDS.flatMap((command) => [
      "",
      `## ${command.name}`,
      "",
      command.summary,
      "",
      "```sh",
      `${synopsisOf(command)}`,
      "",
      `npx skald ${command.example}`,
      "```",
      ...(Object.keys(command.options).length === 0 ? [] : ["", ...optionLines(command.options)]),
      ...(command.notes ?? []).flatMap((note) => ["", note]),
    ]),
  ].join("\n")}\n`;
}

function optionLines(options: Options): readonly string[] {
  return Object.entries(options).map(
    ([name, { value, short, text }]) =>
      `- ${short === undefined ? "" : `\`-${short}\`, `}\`--${name}${value === undefined ? "" : ` <${value}>`}\` ${text}`,
  );
}
