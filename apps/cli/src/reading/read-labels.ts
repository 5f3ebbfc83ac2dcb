import { UsageError } from "../command-line/usage-error.ts";

/**
 * Labels from `name=value`.
 *
 * @throws UsageError for a text without `=`.
 */
export function readLabels(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`"${text}" is no label; such as team=checkout.`);

      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
