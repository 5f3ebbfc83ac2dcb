import type { Json, JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { ScopeTypes } from "../../expression/check.ts";
import { listAt, memberOf, writtenAt } from "../../model/read-json.ts";
import type { JsonSchema } from "../../model/service-model.ts";
import { startNames } from "./names.ts";
import { type ExpressionSite, type SiteScope, siteOf, templateSites } from "./site.ts";
import { ASSERTION_NAMES, requestNames, respondNames, SCHEDULE_NAMES, withEvent } from "./start-names.ts";

/** The expressions of a saga outside its states: of its head, of what starts it, of what must hold. */
export function startSites(document: JsonObject, input: JsonSchema | null): readonly ExpressionSite[] {
  return [...headSites(document, input), ...triggerSites(document), ...assertionSites(document)];
}

// Evaluated once, at the start, when no step has an output.
function headSites(document: JsonObject, input: JsonSchema | null): readonly ExpressionSite[] {
  const scope = scopeOf(startNames(input));
  const after = memberOf(memberOf(document, "timeout"), "after");
  const isExpression = typeof after === "string" && after.includes("${");
  const keys: readonly Path[] = [["key"], ["idempotency", "key"], ["concurrency", "key"]];

  return [
    ...keys.flatMap((path) => siteOf(valueAt(document, path), path, { scope, form: "whole", open: true })),
    ...(isExpression ? siteOf(after, ["timeout", "after"], { scope, form: "whole" }) : []),
    ...siteOf(memberOf(document, "exposure"), ["exposure"], { scope, form: "whole", wants: "number" }),
  ];
}

function valueAt(document: JsonObject, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((value, step) => memberOf(value, String(step)), document);
}

function triggerSites(document: JsonObject): readonly ExpressionSite[] {
  return listAt(document, "triggers").flatMap((trigger, index) => {
    const path = ["triggers", index];
    return [
      ...httpSites(memberOf(trigger, "http"), [...path, "http"]),
      ...openingSites(memberOf(trigger, "event"), [...path, "event"], scopeOf(withEvent())),
      ...openingSites(memberOf(trigger, "schedule"), [...path, "schedule"], scopeOf(SCHEDULE_NAMES)),
    ];
  });
}

function httpSites(http: Json | undefined, path: Path): readonly ExpressionSite[] {
  const route = writtenAt(http, "path");
  const request = scopeOf(requestNames(route));
  const answer = scopeOf(respondNames(route));
  const secret = memberOf(memberOf(memberOf(http, "auth"), "signature"), "secret");

  return [
    ...openingSites(http, path, request),
    ...templateSites(memberOf(http, "timeout"), [...path, "timeout"], request),
    ...templateSites(secret, [...path, "auth", "signature", "secret"], { ...request, secrets: true }),
    ...listAt(http, "respond").flatMap((one, index) => [
      ...siteOf(memberOf(one, "when"), [...path, "respond", index, "when"], { scope: answer, form: "whole", wants: "bool" }),
      ...templateSites(memberOf(one, "body"), [...path, "respond", index, "body"], answer),
    ]),
  ];
}

function openingSites(trigger: Json | undefined, path: Path, scope: SiteScope): readonly ExpressionSite[] {
  return [
    ...siteOf(memberOf(trigger, "where"), [...path, "where"], { scope, form: "whole", wants: "bool" }),
    ...templateSites(memberOf(trigger, "input"), [...path, "input"], scope),
  ];
}

function assertionSites(document: JsonObject): readonly ExpressionSite[] {
  return listAt(document, "assertions").flatMap((one, index) =>
    siteOf(memberOf(one, "always"), ["assertions", index, "always"], { scope: scopeOf(ASSERTION_NAMES), form: "whole", wants: "bool" }),
  );
}

function scopeOf(names: ScopeTypes): SiteScope {
  return { names, place: null };
}
