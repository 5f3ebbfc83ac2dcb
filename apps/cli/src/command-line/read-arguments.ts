import { parseArgs } from "node:util";
import { closest } from "@skald/dsl";
import type { Command, Given, Option, Options } from "./command.ts";
import { COMMON_OPTIONS } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads what stands behind the name of a command.
 *
 * @throws UsageError naming what is wrong, with the word that was probably meant.
 */
export function readArguments(command: Command, words: readonly string[]): Given {
  const options: Options = { ...COMMON_OPTIONS, ...command.options };
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(Object.entries(options).map(([name, option]) => [name, shapeOf(option)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === "option") requireOption(token, options, command.name);
  if (values["help"] !== true) requirePositionals(command, positionals);

  return {
    positionals,
    has: (name) => values[name] === true,
    text: (name) => textsOf(values[name]).at(-1),
    texts: (name) => textsOf(values[name]),
  };
}

interface Shape {
  readonly type: "string" | "boolean";
  readonly multiple: boolean;
  readonly short?: string;
}

function shapeOf({ value, many, short }: Option): Shape {
  const type = value === undefined ? "boolean" : "string";

  return { type, multiple: many ?? false, ...(short === undefined ? {} : { short }) };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function requireOption({ name, rawName, value }: OptionToken, options: Options, command: string): void {
  const help = `skald ${command} --help`;
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    const meant = closest(name, Object.keys(options));
    throw new UsageError(`There is no option "${rawName}".${meant === undefined ? "" : ` Did you mean "--${meant}"?`}`, help);
  }
  if (option.value === undefined && value !== undefined) throw new UsageError(`"${rawName}" takes no value.`, help);
  if (option.value !== undefined && (value === undefined || value === ""))
    throw new UsageError(`"${rawName}" needs a value: ${rawName} <${option.value}>.`, help);
}

function requirePositionals({ name, positionals: expected }: Command, positionals: readonly string[]): void {
  const missing = expected.slice(positionals.length).find((each) => each.startsWith("<"));
  if (missing !== undefined) throw new UsageError(`"skald ${name}" needs ${missing}.`, `skald ${name} --help`);

  const takesMany = expected.at(-1)?.includes("…") === true;
  const extra = takesMany ? undefined : positionals[expected.length];
  if (extra !== undefined) throw new UsageError(`"skald ${name}" has no use for "${extra}".`, `skald ${name} --help`);
}

type Value = string | boolean | (string | boolean)[] | undefined;

function textsOf(value: Value): readonly string[] {
  return [value].flat().filter((each) => typeof each === "string");
}
