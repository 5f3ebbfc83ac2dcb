import { closest } from "@skald/dsl";
import { UsageError } from "../command-line/usage-error.ts";

/**
 * Words of a closed list, separated by commas or given one by one.
 *
 * @throws UsageError naming the word that is not in the list, and the one that was probably meant.
 */
export function readWords<Word extends string>(option: string, texts: readonly string[], allowed: readonly Word[]): readonly Word[] {
  return texts
    .flatMap((text) => text.split(","))
    .map((text) => {
      const word = allowed.find((each) => each === text.trim());
      if (word !== undefined) return word;

      const meant = closest(text, allowed);
      const hint = meant === undefined ? ` There are ${allowed.join(", ")}.` : ` Did you mean "${meant}"?`;
      throw new UsageError(`"--${option}" does not know "${text}".${hint}`);
    });
}

/**
 * A whole number within bounds.
 *
 * @throws UsageError
 */
export function readCount(option: string, text: string, max: number): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= max) return count;

  throw new UsageError(`"--${option}" is "${text}"; a number from 1 to ${max} is needed.`);
}
