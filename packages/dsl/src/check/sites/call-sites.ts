import type { Json } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { listAt, memberOf } from "../../model/read-json.ts";
import { type ExpressionSite, type SiteScope, siteOf, templateSites } from "./site.ts";

/** The expressions of one call. `envEverywhere`: in a catalogue `env` may be read in all of it. */
export function callSites(
  call: Json | undefined,
  path: Path,
  { scope, envEverywhere }: { readonly scope: SiteScope; readonly envEverywhere: boolean },
): readonly ExpressionSite[] {
  const http = memberOf(call, "http");
  if (http !== undefined) return callSites(http, [...path, "http"], { scope, envEverywhere });

  const inside: SiteScope = { ...scope, env: envEverywhere };
  return [
    ...siteOf(memberOf(call, "path"), [...path, "path"], { scope: inside, form: "address", open: true }),
    ...siteOf(memberOf(call, "url"), [...path, "url"], { scope: { ...scope, env: true }, form: "address", open: true }),
    ...templateSites(memberOf(call, "query"), [...path, "query"], inside),
    ...templateSites(memberOf(call, "headers"), [...path, "headers"], { ...scope, env: true, secrets: true }),
    ...templateSites(memberOf(call, "body"), [...path, "body"], inside),
    ...templateSites(memberOf(call, "bind"), [...path, "bind"], inside),
  ];
}

/** What surrounds a call: the errors it may give, its verify, its undo, its output. */
export interface AroundCall {
  /** Names a call may read. */
  readonly call: SiteScope;
  /** Names that may be read once there is an answer. */
  readonly answer: SiteScope;
  readonly undo: SiteScope;
  readonly envEverywhere: boolean;
}

/** The expressions of `errors`, `output`, `verify` and `compensate`, alike in a catalogue and in a step. */
export function aroundCallSites(owner: Json, path: Path, { call, answer, undo, envEverywhere }: AroundCall): readonly ExpressionSite[] {
  const verify = memberOf(owner, "verify");
  const compensate = memberOf(owner, "compensate");

  return [
    ...templateSites(memberOf(owner, "output"), [...path, "output"], answer),
    ...listAt(owner, "errors").flatMap((rule, index) =>
      siteOf(memberOf(rule, "when"), [...path, "errors", index, "when"], { scope: answer, form: "whole", wants: "bool" }),
    ),
    ...callSites(memberOf(verify, "call"), [...path, "verify", "call"], { scope: call, envEverywhere }),
    ...siteOf(memberOf(verify, "happened"), [...path, "verify", "happened"], { scope: answer, form: "whole", wants: "bool" }),
    ...templateSites(memberOf(verify, "output"), [...path, "verify", "output"], answer),
    ...callSites(memberOf(compensate, "call"), [...path, "compensate", "call"], { scope: undo, envEverywhere }),
  ];
}
