import type { Json } from "@skald/shared";
import { isJsonArray } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { ScopeTypes } from "../../expression/check.ts";
import type { Scope } from "../../model/chart.ts";

/** When the expressions of a site are evaluated: on entry to a state of a scope, or where the scope ends (`state` null). */
export interface SitePlace {
  readonly scope: Scope;
  readonly state: string | null;
}

/** A text that may hold expressions, with what may be read there. */
export interface ExpressionSite {
  readonly path: Path;
  readonly text: string;
  /** `whole` must be one expression; `address` is spliced into a path or url. */
  readonly form: "whole" | "spliced" | "address";
  readonly names: ScopeTypes;
  readonly secrets: boolean;
  readonly env: boolean;
  /** What a whole expression must give. */
  readonly wants: "bool" | "time" | "list" | "number" | "any";
  /** Decides which outputs are certain. Null: the start of the saga, or a catalogue. */
  readonly place: SitePlace | null;
  /** Values here are stored or shown in the open. */
  readonly open: boolean;
}

/** What all sites of one place share. */
export interface SiteScope {
  readonly names: ScopeTypes;
  readonly place: SitePlace | null;
  readonly secrets?: boolean;
  readonly env?: boolean;
  readonly open?: boolean;
}

type Particular = Partial<Pick<ExpressionSite, "form" | "wants" | "open">>;

/** A site for one value if it is a text that holds an expression or must be one. */
export function siteOf(
  value: Json | undefined,
  path: Path,
  { scope, ...more }: Particular & { readonly scope: SiteScope },
): readonly ExpressionSite[] {
  if (typeof value !== "string" || (more.form !== "whole" && !value.includes("${"))) return [];

  return [
    {
      path,
      text: value,
      form: more.form ?? "spliced",
      wants: more.wants ?? "any",
      open: more.open ?? scope.open ?? false,
      names: scope.names,
      place: scope.place,
      secrets: scope.secrets ?? false,
      env: scope.env ?? false,
    },
  ];
}

/** Sites for every text inside a template. */
export function templateSites(value: Json | undefined, path: Path, scope: SiteScope): readonly ExpressionSite[] {
  if (typeof value === "string") return siteOf(value, path, { scope });
  if (value === undefined || value === null || typeof value !== "object") return [];
  if (isJsonArray(value)) return value.flatMap((item, index) => templateSites(item, [...path, index], scope));

  return Object.entries(value).flatMap(([name, child]) => templateSites(child, [...path, name], scope));
}
