import type { Json } from "@skald/shared";
import { isJsonArray } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { ScopeTypes } from "../../expression/check.ts";

/** A text that may hold expressions, with what may be read there. */
export interface ExpressionSite {
  readonly path: Path;
  readonly text: string;
  /** `whole` must be one expression; `address` is spliced into a path or url. */
  readonly form: "whole" | "spliced" | "address";
  /** Null: the place belongs to a part that cannot run yet, and only its syntax is checked. */
  readonly names: ScopeTypes | null;
  readonly secrets: boolean;
  readonly env: boolean;
  /** What a whole expression must give. */
  readonly wants: "bool" | "time" | "any";
  /** The state whose entry decides which outputs are certain; null: the start of the saga, or a catalogue. */
  readonly state: string | null;
  /** Values here are stored or shown in the open. */
  readonly open: boolean;
}

/** What all sites of one place share. */
export interface SiteScope {
  readonly names: ScopeTypes | null;
  readonly state: string | null;
  readonly secrets?: boolean;
  readonly env?: boolean;
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
      open: more.open ?? false,
      names: scope.names,
      state: scope.state,
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
