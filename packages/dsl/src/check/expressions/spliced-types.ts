import type { Check, WithExpressions } from "../check.ts";

const NOT_SPLICED = new Set(["null", "list", "map", "optional", "type"]);

/** Only texts, numbers and booleans are spliced into a text or an address. */
export const splicedTypes: Check<WithExpressions> = ({ sites, places }, report) => {
  for (const site of sites) {
    const isSpliced = site.template.parts.length > 1 || site.form === "address";
    if (!isSpliced) continue;
    for (const { resultType, start, source } of site.expressions) {
      if (!NOT_SPLICED.has(resultType)) continue;
      report({
        code: "EXPRESSION_TYPE",
        at: places.spanWithin(site.path, start, start + source.length),
        message: `This gives ${resultType}; only texts, numbers and booleans can stand inside a text.`,
      });
    }
  }
};
