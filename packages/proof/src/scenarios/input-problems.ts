import { type CompiledSaga, valueProblems } from "@skald/dsl";
import type { Json } from "@skald/shared";

/** Why an engine would not start a saga with this input, a sentence each; nothing means that it would. */
export function inputProblems({ input: schema }: CompiledSaga, input: Json): readonly string[] {
  if (schema === null) return [];

  return valueProblems(schema, input).map(({ at, message }) => `The input${at === "" ? "" : ` at "${at}"`} ${message}.`);
}
