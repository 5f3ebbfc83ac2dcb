import type { CompiledSaga } from "@skald/dsl";
import { readOutcomes, type Script } from "@skald/proof";
import type { Json } from "@skald/shared";
import { UsageError } from "../command-line/usage-error.ts";

/**
 * The script of `--set state=outcome`, with commas between the answers of several attempts.
 *
 * @throws UsageError naming what is wrong.
 */
export function readScript(definition: CompiledSaga, texts: readonly string[]): Script {
  const outcomes = Object.fromEntries(texts.map(readSetting));
  const { script, problems } = readOutcomes(definition, outcomes);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(problem);

  return script;
}

function readSetting(text: string): readonly [string, Json] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`"${text}" is no outcome; such as reserve=unknown.`);

  return [text.slice(0, at), outcomeOf(text.slice(at + 1))];
}

function outcomeOf(text: string): Json {
  if (!/^[[{]/.test(text)) return text.includes(",") ? text.split(",").map((word) => word.trim()) : text;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new UsageError(`"${text}" is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
