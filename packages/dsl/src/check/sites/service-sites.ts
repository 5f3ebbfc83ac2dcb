import type { Json, JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { memberOf, membersAt, textAt } from "../../model/read-json.ts";
import { schemaAt } from "../../model/service-document.ts";
import type { JsonSchema } from "../../model/service-model.ts";
import { aroundCallSites, callSites } from "./call-sites.ts";
import { answerNames, callNames, type Protocol, phaseNames, SERVICE_NAMES, undoNames } from "./names.ts";
import { type ExpressionSite, type SiteScope, siteOf, templateSites } from "./site.ts";

/** Every place of a service document that may hold an expression. */
export function serviceSites(document: JsonObject): readonly ExpressionSite[] {
  const scope: SiteScope = { names: SERVICE_NAMES, place: null, env: true };
  const protocol: Protocol = textAt(document, "protocol") === "postgres" ? "postgres" : "http";

  return [
    ...siteOf(memberOf(document, "baseUrl"), ["baseUrl"], { scope }),
    ...templateSites(memberOf(document, "auth"), ["auth"], { ...scope, secrets: true }),
    ...membersAt(document, "operations").flatMap(([name, operation]) => operationSites(operation, ["operations", name], protocol)),
  ];
}

function operationSites(operation: Json, path: Path, protocol: Protocol): readonly ExpressionSite[] {
  const params = schemaAt(operation, "params");
  const call: SiteScope = { names: callNames(params), place: null };

  return [
    ...callSites(memberOf(operation, "call"), [...path, "call"], { scope: call, envEverywhere: true }),
    ...aroundCallSites(operation, path, {
      call,
      answer: { names: answerNames(params, protocol), place: null, env: true },
      undo: { names: undoNames(params, protocol), place: null },
      envEverywhere: true,
    }),
    ...phaseSites(operation, path, params),
  ];
}

const FIRST_PHASES = new Set(["prepare", "try"]);

function phaseSites(operation: Json, path: Path, params: JsonSchema | null): readonly ExpressionSite[] {
  return ["twoPhase", "tcc"].flatMap((field) =>
    membersAt(operation, field).flatMap(([phase, call]) => {
      const names = FIRST_PHASES.has(phase) ? callNames(params) : phaseNames(params);
      return callSites(call, [...path, field, phase], { scope: { names, place: null }, envEverywhere: true });
    }),
  );
}
