import type { JsonObject } from "@skald/shared";
import { memberOf, membersAt } from "../../model/read-json.ts";
import { schemaAt } from "../../model/service-document.ts";
import { aroundCallSites, callSites } from "./call-sites.ts";
import { answerNames, callNames, SERVICE_NAMES, undoNames } from "./names.ts";
import { type ExpressionSite, type SiteScope, siteOf, templateSites } from "./site.ts";

/** Every place of a service document that may hold an expression. */
export function serviceSites(document: JsonObject): readonly ExpressionSite[] {
  const scope: SiteScope = { names: SERVICE_NAMES, state: null, env: true };

  return [
    ...siteOf(memberOf(document, "baseUrl"), ["baseUrl"], { scope }),
    ...templateSites(memberOf(document, "auth"), ["auth"], { ...scope, secrets: true }),
    ...membersAt(document, "operations").flatMap(([name, operation]) => {
      const path = ["operations", name];
      const params = schemaAt(operation, "params");
      const call: SiteScope = { names: callNames(params), state: null };
      return [
        ...callSites(memberOf(operation, "call"), [...path, "call"], { scope: call, envEverywhere: true }),
        ...aroundCallSites(operation, path, {
          call,
          answer: { names: answerNames(params), state: null, env: true },
          undo: { names: undoNames(params), state: null },
          envEverywhere: true,
        }),
        ...["twoPhase", "tcc"].flatMap((field) =>
          templateSites(memberOf(operation, field), [...path, field], { names: null, state: null }),
        ),
      ];
    }),
  ];
}
