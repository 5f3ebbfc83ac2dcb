import { parseExpression } from "../../expression/syntax/parse.ts";
import { isSingleExpression } from "../../expression/template.ts";
import type { Check, WithExpressions } from "../check.ts";
import type { CheckedSite } from "../sites/checked-site.ts";

/** Fields that must be one expression are one, and give what the field needs. */
export const wholeExpressions: Check<WithExpressions> = ({ sites, places }, report) => {
  for (const site of sites) {
    if (site.form !== "whole" || site.template.problems.length > 0) continue;
    if (!isSingleExpression(site.text)) {
      report({
        code: "NOT_AN_EXPRESSION",
        at: places.spanOf(site.path),
        message: `"${String(site.path.at(-1))}" must be one expression and nothing around it.`,
        suggestion: asExpression(site.text.trim()),
      });
      continue;
    }
    const wanted = unfit(site);
    if (wanted !== undefined) {
      report({
        code: "EXPRESSION_TYPE",
        at: places.spanOf(site.path),
        message: `"${String(site.path.at(-1))}" must give ${wanted}, and this gives ${site.expressions[0]?.resultType}.`,
      });
    }
  }
};

// What was meant, where only the braces are missing.
function asExpression(text: string): string | undefined {
  return text.length <= 60 && parseExpression(text).ok ? `\${ ${text} }` : undefined;
}

const FITTING: Readonly<Record<CheckedSite["wants"], { readonly words: string; readonly types: readonly string[] }>> = {
  bool: { words: "true or false", types: ["bool", "dyn"] },
  time: { words: "a timestamp", types: ["timestamp", "string", "dyn"] },
  list: { words: "a list", types: ["list", "dyn"] },
  number: { words: "a number", types: ["number", "dyn"] },
  any: { words: "a value", types: [] },
};

function unfit(site: CheckedSite): string | undefined {
  const { words, types } = FITTING[site.wants];
  const given = String(site.expressions[0]?.resultType);

  return types.length === 0 || types.includes(given) ? undefined : words;
}
