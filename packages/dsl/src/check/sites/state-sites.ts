import { isJsonArray, type Json } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import type { ScopeTypes } from "../../expression/check.ts";
import type { ChartState, Scope } from "../../model/chart.ts";
import { listAt, memberOf, writtenAt } from "../../model/read-json.ts";
import { operationOf, type ResolvedServices } from "../../model/resolve.ts";
import type { StateModel } from "../../model/saga-model.ts";
import type { JsonSchema } from "../../model/service-model.ts";
import { aroundCallSites, callSites } from "./call-sites.ts";
import { awaitedSites, eventUndoSites, sentEventSites } from "./event-sites.ts";
import { batchNames, participantNames, stateUndoNames, stepAnswerNames, stepUndoNames, withError } from "./names.ts";
import { type ExpressionSite, type SiteScope, siteOf, templateSites } from "./site.ts";

/** A state to be read, with the names that may be read in it. */
export interface StateReading {
  readonly scope: Scope;
  readonly names: ScopeTypes;
  readonly model: StateModel | undefined;
  readonly input: JsonSchema | null;
  readonly services: ResolvedServices;
}

/** Every place of a state that may hold an expression. What stands inside a block is not of the block. */
export function stateSites(state: ChartState, reading: StateReading): readonly ExpressionSite[] {
  const scope: SiteScope = { names: reading.names, place: { scope: reading.scope, state: state.name } };

  return [...ownSites(state, { ...reading, site: scope }), ...catchSites(state, scope), ...lockSites(state, scope)];
}

interface Siting extends StateReading {
  readonly site: SiteScope;
}

function ownSites({ type, json, path }: ChartState, reading: Siting): readonly ExpressionSite[] {
  const { site: scope, input } = reading;
  const undo: SiteScope = { ...scope, names: stateUndoNames(input) };
  switch (type) {
    case "task":
      return taskSites(json, path, reading);
    case "switch":
      return listAt(json, "cases").flatMap((item, index) =>
        siteOf(memberOf(item, "when"), [...path, "cases", index, "when"], { scope, form: "whole", wants: "bool" }),
      );
    case "forEach":
      return [
        ...siteOf(memberOf(json, "in"), [...path, "in"], { scope, form: "whole", wants: "list" }),
        ...batchSites(json, path, { ...scope, names: batchNames(input) }),
      ];
    case "wait":
      return siteOf(memberOf(json, "until"), [...path, "until"], { scope, form: "whole", wants: "time" });
    case "listen":
      return [...awaitedSites(json, path, scope), ...eventUndoSites(json, path, undo)];
    case "emit":
      return [...sentEventSites(memberOf(json, "event"), [...path, "event"], scope), ...eventUndoSites(json, path, undo)];
    case "human":
      return templateSites(memberOf(json, "assign"), [...path, "assign"], scope);
    case "saga":
      return templateSites(memberOf(json, "input"), [...path, "input"], scope);
    case "transaction":
      return [...participantSites(json, path, scope), ...eventUndoSites(json, path, undo)];
    case "set":
      return templateSites(memberOf(json, "values"), [...path, "values"], scope);
    case "succeed":
      return templateSites(memberOf(json, "output"), [...path, "output"], scope);
    case "fail":
      return templateSites(memberOf(memberOf(json, "error"), "detail"), [...path, "error", "detail"], scope);
    default:
      return [];
  }
}

function taskSites(json: Json, path: Path, { site: scope, model, input, services }: Siting): readonly ExpressionSite[] {
  const params = (model && operationOf(model, services))?.params ?? null;
  const answer = stepAnswerNames(input, params);
  // A verify asks with what the forward call knew.
  const { response: _, ...call } = answer;

  return [
    ...templateSites(memberOf(json, "with"), [...path, "with"], scope),
    ...callSites(memberOf(json, "call"), [...path, "call"], { scope, envEverywhere: false }),
    ...siteOf(memberOf(json, "idempotencyKey"), [...path, "idempotencyKey"], { scope, open: true }),
    ...aroundCallSites(json, path, {
      call: { ...scope, names: call },
      answer: { ...scope, names: answer },
      undo: { ...scope, names: stepUndoNames(input, params) },
      envEverywhere: false,
    }),
  ];
}

function participantSites(json: Json, path: Path, scope: SiteScope): readonly ExpressionSite[] {
  const participants = listAt(json, "participants");
  const names = participantNames(
    scope.names,
    participants.map((one) => writtenAt(one, "name")),
  );

  return participants.flatMap((one, index) =>
    templateSites(memberOf(one, "with"), [...path, "participants", index, "with"], { ...scope, names }),
  );
}

function batchSites(json: Json, path: Path, scope: SiteScope): readonly ExpressionSite[] {
  const batch = memberOf(memberOf(json, "compensation"), "batch");

  return templateSites(memberOf(batch, "with"), [...path, "compensation", "batch", "with"], scope);
}

function catchSites({ json, path }: ChartState, scope: SiteScope): readonly ExpressionSite[] {
  return listAt(json, "catch").flatMap((entry, index) =>
    siteOf(memberOf(entry, "when"), [...path, "catch", index, "when"], {
      scope: { ...scope, names: withError(scope.names) },
      form: "whole",
      wants: "bool",
    }),
  );
}

// The name of a lock is shown to whoever waits for it.
function lockSites({ json, path }: ChartState, scope: SiteScope): readonly ExpressionSite[] {
  const locks = memberOf(json, "lock");
  if (locks === undefined) return [];
  const listed = isJsonArray(locks)
    ? locks.map((lock, index) => [lock, [...path, "lock", index]] as const)
    : [[locks, [...path, "lock"]] as const];

  return listed.flatMap(([lock, at]) => siteOf(memberOf(lock, "key"), [...at, "key"], { scope, open: true }));
}
