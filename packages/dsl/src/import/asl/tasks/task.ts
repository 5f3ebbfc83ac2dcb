import type { Json, JsonObject } from "@skald/shared";
import { ANY_FAILURE } from "../../catalogue/catalogue.ts";
import type { Built, Environment, FlowNode, WayOf } from "../../flow/flow.ts";
import { validErrorType } from "../../names.ts";
import { type Merging, templateOf } from "../../term/render-term.ts";
import { type Term, tight } from "../../term/term.ts";
import { argumentsOf, behindWork } from "../data/data-flow.ts";
import { type AslState, fieldOf, fixedNumber, nextEdge, tellOf } from "../machine.ts";
import { type Catcher, catchersOf, catchField, caughtErrors, leavingBy } from "../states/catches.ts";
import { type Retrier, repeatsAll, retriedErrors, retriersOf, retryOf, secondsText, tellNoRetry } from "../states/retry.ts";
import type { Target } from "./call-target.ts";
import { resourceOf } from "./resource.ts";
import { targetOf } from "./target.ts";

/** What a lifted undo adds to the task it undoes. */
export interface Lifted {
  /** Under `compensate` of the step itself; null: the catalogue has it. */
  readonly inline: JsonObject | null;
}

/** A Task: calls what its `Resource` names. */
export function taskNode(state: AslState, lifted: Lifted | undefined): FlowNode {
  const around: Around = { lifted, catchers: catchersOf(state), retriers: retriersOf(state) };
  const edges = [nextEdge(state), ...around.catchers.map(({ edge }) => edge)];
  tellCredentials(state);

  return { id: state.id, at: state.at, edges, build: (entry) => builtTask(state, entry, around) };
}

/** What stands around the call of a task. */
interface Around {
  readonly lifted: Lifted | undefined;
  readonly catchers: readonly Catcher[];
  readonly retriers: readonly Retrier[];
}

function tellCredentials(state: AslState): void {
  if (fieldOf(state, "Credentials") === undefined) return;
  tellOf(state, "Credentials", {
    kind: "dropped",
    what: `"${state.id}" calls in the role of its credentials; here the service it calls decides whom it trusts.`,
    remedy: "Let the address that is called take on the role.",
  });
}

function builtTask(state: AslState, entry: Environment, around: Around): Built {
  const target = targetOf(state, resourceOf(state), argumentsOf(state, entry));
  const result = target.result(tight(`steps.${state.name}.output`));
  declareErrors(state, target, around);

  return {
    leave: (edge) => leavingBy(edge, around.catchers, () => behindWork(state, entry, result))(entry),
    state: (way) => ({ ...stateOf(state, target, around), ...catchOf(target, around, way), ...way("next") }),
  };
}

// An event leaves through the outbox and cannot fail.
function catchOf({ kind }: Target, { catchers }: Around, way: WayOf): JsonObject {
  return kind === "emit" ? {} : catchField(catchers, way);
}

function stateOf(state: AslState, target: Target, around: Around): JsonObject {
  const merging = state.machine.session.merging(state.at, `"${state.id}"`);
  switch (target.kind) {
    case "emit":
      tellNoRetry(state, "an event");
      return {
        type: "emit",
        event: Object.fromEntries(target.event.map(([name, term]): [string, Json] => [name, templateOf(term, merging)])),
      };
    case "saga":
      tellNoRetry(state, "a child saga");
      return { type: "saga", saga: target.saga, ...givenAs("input", target.given, merging) };
    case "operation":
      return {
        type: "task",
        call: `${target.key.service}.${target.key.operation}`,
        ...givenAs("with", target.given, merging),
        ...aroundCall(state, target, around),
      };
    case "worker":
      return {
        type: "task",
        call: { worker: { queue: target.queue } },
        ...givenAs("with", target.given, merging),
        kind: "retriable",
        ...aroundCall(state, target, around),
      };
    case "http":
      return {
        type: "task",
        call: { http: target.http },
        kind: target.isReading ? "readOnly" : "retriable",
        ...aroundCall(state, target, around),
      };
  }
}

function givenAs(name: "input" | "with", given: Term, merging: Merging): JsonObject {
  const value = templateOf(given, merging);

  return value === null ? {} : { [name]: value };
}

function aroundCall(state: AslState, target: Target, { lifted, retriers }: Around): JsonObject {
  const retry = retryOf(state, retriers) ?? (target.kind === "operation" ? undefined : { attempts: 1 });
  const inline = lifted?.inline ?? null;

  return {
    ...(retry === undefined ? {} : { retry }),
    ...timeoutOf(state, target),
    ...(inline === null ? {} : { kind: "compensatable", compensate: inline }),
  };
}

function timeoutOf(state: AslState, target: Target): JsonObject {
  const told = { what: `The time-out of "${state.id}" is computed.`, remedy: "Give a fixed time-out." };
  const seconds = fixedNumber(state, "TimeoutSeconds", told);
  const heartbeat = fixedNumber(state, "HeartbeatSeconds", told);
  if (target.waitsForCallback) {
    const waits = seconds ?? heartbeat;
    if (heartbeat !== undefined)
      tellOf(state, "HeartbeatSeconds", {
        kind: "changed",
        what: `"${state.id}" expects heartbeats while it waits for its callback; here only the whole time it waits is bounded.`,
        remedy: "Give await a time-out that is long enough for the whole work.",
      });
    return { await: waits === undefined ? "callback" : { callback: true, timeout: secondsText(waits) } };
  }
  if (heartbeat !== undefined)
    tellOf(state, "HeartbeatSeconds", {
      kind: "dropped",
      what: `"${state.id}" expects a heartbeat; a call here has only a time-out.`,
      remedy: "Give a time-out that is short enough.",
    });

  return seconds === undefined ? {} : { timeout: secondsText(seconds) };
}

// A function that throws answers 200 and names its error in the body.
function declareErrors(state: AslState, target: Target, { catchers, retriers }: Around): void {
  if (target.kind !== "operation") return;
  const { catalogue } = state.machine.session;
  const retried = retriedErrors(retriers);
  for (const name of new Set([...caughtErrors(catchers), ...retried])) {
    const when = target.errorsInBody
      ? `\${ response.body.errorType == ${JSON.stringify(name)} }`
      : `\${ response.body.__type == ${JSON.stringify(name)} }`;
    catalogue.addError(target.key, { when, type: validErrorType(name), ...(retried.includes(name) ? { retry: true } : {}) });
  }
  if (!target.errorsInBody || catchers.length + retriers.length === 0) return;
  catalogue.addError(target.key, {
    when: "${ has(response.body.errorMessage) && has(response.body.errorType) }",
    type: ANY_FAILURE,
    ...(retriers.slice(0, 1).some(repeatsAll) ? { retry: true } : {}),
  });
}
