import type { Json, JsonObject } from "@skald/shared";
import { ANY_FAILURE } from "../catalogue/catalogue.ts";
import type { Built, Environment, FlowEdge, FlowNode, Way } from "../flow/flow.ts";
import { validErrorType } from "../names.ts";
import { templateOf } from "../term/render-term.ts";
import { tight } from "../term/term.ts";
import type { Target } from "./call-target.ts";
import { behindCatch, catchEdges, catchField, caughtErrors } from "./catches.ts";
import { argumentsOf, behindWork } from "./data-flow.ts";
import { type AslState, fieldOf, nextEdge, numberOf, objectsOf, tellOf } from "./machine.ts";
import { resourceOf } from "./resource.ts";
import { retriedErrors, retryOf, secondsText, tellNoRetry } from "./retry.ts";
import { targetOf } from "./target.ts";

/** What a lifted undo adds to the task it undoes. */
export interface Lifted {
  /** Under `compensate` of the step itself; null: the catalogue has it. */
  readonly inline: JsonObject | null;
}

/** A Task: calls what its `Resource` names. */
export function taskNode(state: AslState, lifted: Lifted | undefined): FlowNode {
  const edges: readonly FlowEdge[] = [nextEdge(state), ...catchEdges(state)];

  return { id: state.id, at: state.at, edges, build: (entry) => builtTask(state, entry, lifted) };
}

function builtTask(state: AslState, entry: Environment, lifted: Lifted | undefined): Built {
  const target = targetOf(state, resourceOf(state), argumentsOf(state, entry));
  const result = target.result(tight(`steps.${state.name}.output`));
  declareErrors(state, target);

  return {
    leave: (edge) => (edge === "next" ? behindWork(state, entry, result) : behindCatch(state, entry, edge)),
    state: (way) => stateOf(state, target, { way, lifted }),
  };
}

interface Leaving {
  readonly way: (edge: string) => Way;
  readonly lifted: Lifted | undefined;
}

function stateOf(state: AslState, target: Target, { way, lifted }: Leaving): JsonObject {
  const merging = state.machine.session.merging(state.at, `"${state.id}"`);
  const given = target.given === null ? null : templateOf(target.given, merging);
  switch (target.kind) {
    case "emit":
      tellNoRetry(state, "an event");
      return {
        type: "emit",
        event: Object.fromEntries(target.event.map(([name, term]): [string, Json] => [name, templateOf(term, merging)])),
        ...way("next"),
      };
    case "saga":
      tellNoRetry(state, "a child saga");
      return { type: "saga", saga: target.saga, ...withField("input", given), ...catchField(state, way), ...way("next") };
    case "operation":
      return {
        type: "task",
        call: `${target.key.service}.${target.key.operation}`,
        ...withField("with", given),
        ...aroundCall(state, target, lifted),
        ...catchField(state, way),
        ...way("next"),
      };
    case "worker":
      return {
        type: "task",
        call: { worker: { queue: target.queue } },
        ...withField("with", given),
        kind: "retriable",
        ...aroundCall(state, target, lifted),
        ...catchField(state, way),
        ...way("next"),
      };
    case "http":
      return {
        type: "task",
        call: { http: target.http },
        kind: target.isReading ? "readOnly" : "retriable",
        ...aroundCall(state, target, lifted),
        ...catchField(state, way),
        ...way("next"),
      };
  }
}

function withField(name: string, value: Json): JsonObject {
  return value === null ? {} : { [name]: value };
}

function aroundCall(state: AslState, target: Target, lifted: Lifted | undefined): JsonObject {
  const retry = retryOf(state) ?? (target.kind === "operation" ? undefined : { attempts: 1 });
  const timeout = timeoutOf(state, target);

  return {
    ...(retry === undefined ? {} : { retry }),
    ...timeout,
    ...(lifted?.inline == null ? {} : { kind: "compensatable", compensate: lifted.inline }),
  };
}

function timeoutOf(state: AslState, target: Target): JsonObject {
  for (const field of ["TimeoutSecondsPath", "HeartbeatSecondsPath"])
    if (fieldOf(state, field) !== undefined)
      tellOf(state, field, { kind: "dropped", what: `The time-out of "${state.id}" is computed.`, remedy: "Give a fixed time-out." });
  const seconds = numberOf(state, "TimeoutSeconds");
  const heartbeat = numberOf(state, "HeartbeatSeconds");
  const text = seconds === undefined || seconds <= 0 ? undefined : secondsText(seconds);
  if (!target.waitsForCallback) {
    if (heartbeat !== undefined)
      tellOf(state, "HeartbeatSeconds", {
        kind: "dropped",
        what: `"${state.id}" expects a heartbeat; a call here has only a time-out.`,
        remedy: "Give a time-out that is short enough.",
      });
    return text === undefined ? {} : { timeout: text };
  }
  const waits = text ?? (heartbeat === undefined ? undefined : secondsText(heartbeat));

  return { await: waits === undefined ? "callback" : { callback: true, timeout: waits } };
}

// A function that throws answers 200 and names its error in the body.
function declareErrors(state: AslState, target: Target): void {
  if (target.kind !== "operation") return;
  const { catalogue } = state.machine.session;
  const retried = retriedErrors(state);
  for (const name of new Set([...caughtErrors(state), ...retried])) {
    const when = target.errorsInBody
      ? `\${ response.body.errorType == ${JSON.stringify(name)} }`
      : `\${ response.body.__type == ${JSON.stringify(name)} }`;
    catalogue.addError(target.key, { when, type: validErrorType(name), ...(retried.includes(name) ? { retry: true } : {}) });
  }
  const isCaught = objectsOf(fieldOf(state, "Catch")).length > 0 || objectsOf(fieldOf(state, "Retry")).length > 0;
  if (target.errorsInBody && isCaught)
    catalogue.addError(target.key, {
      when: "${ has(response.body.errorMessage) && has(response.body.errorType) }",
      type: ANY_FAILURE,
      ...(retryOfAll(state) ? { retry: true } : {}),
    });
}

function retryOfAll(state: AslState): boolean {
  const [first] = objectsOf(fieldOf(state, "Retry"));

  return JSON.stringify(first?.["ErrorEquals"] ?? "").match(/States\.(?:ALL|TaskFailed)/) !== null;
}
