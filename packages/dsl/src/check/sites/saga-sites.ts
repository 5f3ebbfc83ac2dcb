import type { Json, JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { ScopeTypes } from "../../expression/check.ts";
import type { Chart } from "../../model/chart.ts";
import { listAt, memberOf, membersAt } from "../../model/read-json.ts";
import { operationOf, type ResolvedServices } from "../../model/resolve.ts";
import type { SagaModel } from "../../model/saga-model.ts";
import type { JsonSchema } from "../../model/service-model.ts";
import { statesWithError } from "../chart/states-with-error.ts";
import { aroundCallSites, callSites } from "./call-sites.ts";
import { startNames, stateNames, stepAnswerNames, stepUndoNames } from "./names.ts";
import { type ExpressionSite, type SiteScope, siteOf, templateSites } from "./site.ts";

interface Reading {
  readonly document: JsonObject;
  readonly model: SagaModel;
  readonly chart: Chart;
  readonly services: ResolvedServices;
}

/** Every place of a saga document that may hold an expression. */
export function sagaSites(reading: Reading): readonly ExpressionSite[] {
  const { document, model, chart } = reading;
  const withError = statesWithError(chart.root);
  const plain = stateNames(model.input, { hasError: false });
  const caught = stateNames(model.input, { hasError: true });

  return [
    ...headSites(document, model.input),
    ...membersAt(document, "states").flatMap(([name, state]) =>
      stateSites(name, state, { ...reading, names: withError.has(name) ? caught : plain, caught }),
    ),
    ...["concurrency", "exposure", "triggers", "assertions"].flatMap((field) => laterSites(memberOf(document, field), [field])),
  ];
}

function headSites(document: JsonObject, input: JsonSchema | null): readonly ExpressionSite[] {
  const scope: SiteScope = { names: startNames(input), state: null };
  const idempotency = memberOf(document, "idempotency");
  const after = memberOf(memberOf(document, "timeout"), "after");
  const isExpression = typeof after === "string" && after.includes("${");

  return [
    ...siteOf(memberOf(document, "key"), ["key"], { scope, form: "whole", open: true }),
    ...siteOf(memberOf(idempotency, "key"), ["idempotency", "key"], { scope, form: "whole", open: true }),
    ...(isExpression ? siteOf(after, ["timeout", "after"], { scope, form: "whole" }) : []),
  ];
}

// Parts that cannot run yet: their scopes come with them, their syntax is checked today.
function laterSites(value: Json | undefined, path: Path): readonly ExpressionSite[] {
  return templateSites(value, path, { names: null, state: null });
}

interface StateReading extends Reading {
  readonly names: ScopeTypes;
  readonly caught: ScopeTypes;
}

function stateSites(name: string, json: Json, reading: StateReading): readonly ExpressionSite[] {
  const path = ["states", name];
  const scope: SiteScope = { names: reading.names, state: name };
  switch (memberOf(json, "type")) {
    case "task":
      return taskSites(name, json, reading);
    case "switch":
      return listAt(json, "cases").flatMap((item, index) =>
        siteOf(memberOf(item, "when"), [...path, "cases", index, "when"], { scope, form: "whole", wants: "bool" }),
      );
    case "wait":
      return siteOf(memberOf(json, "until"), [...path, "until"], { scope, form: "whole", wants: "time" });
    case "set":
      return templateSites(memberOf(json, "values"), [...path, "values"], scope);
    case "succeed":
      return templateSites(memberOf(json, "output"), [...path, "output"], scope);
    case "fail":
      return templateSites(memberOf(memberOf(json, "error"), "detail"), [...path, "error", "detail"], scope);
    default:
      return laterSites(json, path);
  }
}

function taskSites(name: string, json: Json, { model, services, names, caught }: StateReading): readonly ExpressionSite[] {
  const path = ["states", name];
  const state = model.states.find((each) => each.name === name);
  const params = state?.type === "task" ? (operationOf(state, services)?.params ?? null) : null;
  const scope: SiteScope = { names, state: name };
  const call: SiteScope = { names: stepVerifyNames(model.input, params), state: name };

  return [
    ...templateSites(memberOf(json, "with"), [...path, "with"], scope),
    ...callSites(memberOf(json, "call"), [...path, "call"], { scope, envEverywhere: false }),
    ...listAt(json, "catch").flatMap((entry, index) =>
      siteOf(memberOf(entry, "when"), [...path, "catch", index, "when"], {
        scope: { ...scope, names: caught },
        form: "whole",
        wants: "bool",
      }),
    ),
    ...aroundCallSites(json, path, {
      call,
      answer: { names: stepAnswerNames(model.input, params), state: name },
      undo: { names: stepUndoNames(model.input, params), state: name },
      envEverywhere: false,
    }),
    ...["lock", "await", "idempotencyKey"].flatMap((field) => laterSites(memberOf(json, field), [...path, field])),
  ];
}

// A verify asks with what the forward call knew.
function stepVerifyNames(input: JsonSchema | null, params: JsonSchema | null): ScopeTypes {
  const { response: _, ...names } = stepAnswerNames(input, params);

  return names;
}
