import type { Json } from "@skald/shared";
import {
  durationAt,
  flagAt,
  listAt,
  memberOf,
  membersAt,
  numberAt,
  objectAt,
  textAt,
  textItems,
  textsAt,
  wordAt,
  writtenAt,
} from "../read-json.ts";
import { schemaAt } from "../service-document.ts";
import type { ChildState, FailState, HumanState, StateModel, SwitchState, TransactionState } from "../state-model.ts";
import { buildForEach, buildParallel } from "./build-blocks.ts";
import { templateAt } from "./build-call.ts";
import { buildEmit, buildListen } from "./build-events.ts";
import { buildCallWith, buildCatches, buildLocks, buildOperationCall, nextOf, targetOf } from "./build-parts.ts";
import { buildReference } from "./build-reference.ts";
import { buildTask } from "./build-task.ts";

/** The states of a scope, in document order. A state whose type is not known is left out: the schema has told it. */
export function buildStates(json: Json | undefined, namespace: string): readonly StateModel[] {
  return membersAt(json, "states").flatMap(([name, state]) => buildState(name, state, namespace) ?? []);
}

function buildState(name: string, json: Json, namespace: string): StateModel | undefined {
  const inner = (scope: Json | undefined): readonly StateModel[] => buildStates(scope, namespace);
  switch (textAt(json, "type")) {
    case "task":
      return buildTask(name, json);
    case "switch":
      return buildSwitch(name, json);
    case "parallel":
      return buildParallel(name, json, inner);
    case "forEach":
      return buildForEach(name, json, inner);
    case "wait":
      return { type: "wait", name, forMs: durationAt(json, "for"), until: textAt(json, "until"), next: nextOf(json) };
    case "listen":
      return buildListen(name, json);
    case "human":
      return buildHuman(name, json);
    case "emit":
      return buildEmit(name, json);
    case "saga":
      return buildChild(name, json, namespace);
    case "transaction":
      return buildTransaction(name, json);
    case "set":
      return { type: "set", name, values: objectAt(json, "values") ?? {}, next: nextOf(json) };
    case "compensate":
      return { type: "compensate", name, only: buildOnly(json), next: nextOf(json) };
    case "succeed":
      return { type: "succeed", name, output: templateAt(json, "output") };
    case "fail":
      return buildFail(name, json);
    default:
      return undefined;
  }
}

function buildSwitch(name: string, json: Json): SwitchState {
  return {
    type: "switch",
    name,
    cases: listAt(json, "cases").map((item) => ({ when: writtenAt(item, "when"), next: targetOf(item) })),
    default: writtenAt(json, "default"),
  };
}

function buildHuman(name: string, json: Json): HumanState {
  return {
    type: "human",
    name,
    assign: templateAt(json, "assign"),
    form: schemaAt(json, "form"),
    outcomes: textsAt(json, "outcomes"),
    timeoutMs: durationAt(json, "timeout"),
    onTimeout: textAt(json, "onTimeout"),
    fourEyes: flagAt(json, "fourEyes"),
    catch: buildCatches(json),
  };
}

function buildChild(name: string, json: Json, namespace: string): ChildState {
  return {
    type: "saga",
    name,
    saga: buildReference(writtenAt(json, "saga"), namespace),
    input: memberOf(json, "input") ?? {},
    catch: buildCatches(json),
    next: nextOf(json),
  };
}

function buildTransaction(name: string, json: Json): TransactionState {
  return {
    type: "transaction",
    name,
    protocol: wordAt(json, "protocol", ["2pc", "tcc"]),
    participants: listAt(json, "participants").map((one) => ({
      name: writtenAt(one, "name"),
      call: buildOperationCall(memberOf(one, "call")),
      with: memberOf(one, "with") ?? {},
    })),
    kind: wordAt(json, "kind", ["compensatable", "pivot"]),
    compensate: buildCallWith(memberOf(json, "compensate")),
    locks: buildLocks(json),
    prepareTimeoutMs: durationAt(json, "prepareTimeout"),
    commitTimeoutMs: durationAt(json, "commitTimeout"),
    abortTimeoutMs: durationAt(json, "abortTimeout"),
    catch: buildCatches(json),
    next: nextOf(json),
  };
}

function buildOnly(json: Json): readonly string[] | null {
  return memberOf(json, "only") === undefined ? null : textItems(listAt(json, "only"));
}

function buildFail(name: string, json: Json): FailState {
  const error = memberOf(json, "error");

  return {
    type: "fail",
    name,
    error: { type: writtenAt(error, "type"), status: numberAt(error, "status"), detail: memberOf(error, "detail") ?? "" },
  };
}
