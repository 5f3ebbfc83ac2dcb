import type { Json } from "@skald/shared";
import { memberOf, membersAt, numberAt, wordAt, writtenAt } from "../read-json.ts";
import type { ForEachState, JoinModel, ParallelState, ScopeModel, StateModel, ToleranceModel } from "../state-model.ts";
import { templateAt } from "./build-call.ts";
import { buildCallWith, buildCatches, nextOf } from "./build-parts.ts";

/** Builds the states of a scope; given by the caller, because states stand in states. */
export type BuildStates = (json: Json | undefined) => readonly StateModel[];

/** A block of branches. `any` is at least one. */
export function buildParallel(name: string, json: Json, buildStates: BuildStates): ParallelState {
  return {
    type: "parallel",
    name,
    branches: Object.fromEntries(membersAt(json, "branches").map(([branch, scope]) => [branch, buildScope(scope, buildStates)])),
    join: buildJoin(memberOf(json, "join")),
    catch: buildCatches(json),
    next: nextOf(json),
  };
}

function buildJoin(json: Json | undefined): JoinModel {
  const count = json === "any" ? 1 : numberAt(json, "atLeast");

  return count === null ? { kind: "all" } : { kind: "atLeast", count };
}

/** A body for each item. */
export function buildForEach(name: string, json: Json, buildStates: BuildStates): ForEachState {
  const compensation = memberOf(json, "compensation");

  return {
    type: "forEach",
    name,
    in: writtenAt(json, "in"),
    each: writtenAt(json, "each", "item"),
    at: writtenAt(json, "at", "index"),
    concurrency: numberAt(json, "concurrency") ?? 1,
    tolerate: buildTolerance(memberOf(json, "tolerate")),
    body: buildScope(memberOf(json, "body"), buildStates),
    compensation: {
      order: wordAt(compensation, "order", ["reverse", "parallel"]),
      concurrency: numberAt(compensation, "concurrency") ?? 1,
      batch: buildCallWith(memberOf(compensation, "batch")),
    },
    catch: buildCatches(json),
    next: nextOf(json),
  };
}

// `3` items, or `'10%'` of them.
function buildTolerance(json: Json | undefined): ToleranceModel {
  const percent = typeof json === "string" ? /^(\d{1,3})%$/.exec(json)?.[1] : undefined;
  if (percent !== undefined) return { kind: "share", percent: Number(percent) };

  return { kind: "count", count: typeof json === "number" ? json : 0 };
}

function buildScope(json: Json | undefined, buildStates: BuildStates): ScopeModel {
  return { start: writtenAt(json, "start"), states: buildStates(json), output: templateAt(json, "output") };
}
