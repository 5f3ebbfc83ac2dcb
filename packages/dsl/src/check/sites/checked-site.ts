import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Places } from "../../diagnostics/places.ts";
import { type CheckedExpression, checkExpression, type Reference } from "../../expression/check.ts";
import { type ParsedTemplate, parseTemplate } from "../../expression/template.ts";
import type { ExpressionSite } from "./site.ts";

/** One expression of a site. `start` is its offset in the site's text. */
interface SiteExpression extends CheckedExpression {
  readonly source: string;
  readonly start: number;
}

/** A site whose expressions have been checked, once for all rules. */
export interface CheckedSite extends ExpressionSite {
  readonly template: ParsedTemplate;
  readonly expressions: readonly SiteExpression[];
}

/** Checks the expressions of a site against its names. */
export function checkSite(site: ExpressionSite): CheckedSite {
  const template = parseTemplate(site.text);
  const expressions = template.parts.flatMap((part): readonly SiteExpression[] => {
    if (part.kind === "text") return [];

    return [{ ...checkExpression(part.source, site.names), source: part.source, start: part.start }];
  });
  return { ...site, template, expressions };
}

/** One reference of a site with its place. */
export interface SiteReference {
  readonly site: CheckedSite;
  readonly reference: Reference;
  readonly at: () => Span;
}

/** Everything the sites read. */
export function referencesOf(sites: readonly CheckedSite[], places: Places): readonly SiteReference[] {
  return sites.flatMap((site) =>
    site.expressions.flatMap(({ references, start }) =>
      references.map((reference) => ({
        site,
        reference,
        at: () => places.spanWithin(site.path, start + reference.start, start + reference.end),
      })),
    ),
  );
}
