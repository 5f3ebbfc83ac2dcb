import type { CompiledSaga } from "@skald/dsl";
import type { AttentionReason, ExplainView } from "@skald/shared";
import { commandRules } from "../decide/commands/rules.ts";
import { undoOrder } from "../decide/undo/undo-order.ts";
import type { OpenCall } from "../types/call.ts";
import type { Cause, Incident, Saga, Waiting } from "../types/saga.ts";
import { incidentOf } from "./attention.ts";
import { sagaStatus } from "./status.ts";

type Mover = ExplainView["movers"][number];

const REASONS = {
  stuck_forward: "cannot go forward and may not go back",
  undo_failed: "could not be undone",
  outcome_unknown: "may or may not have happened",
  heuristic_mixed: "had a participant that went its own way",
  poisoned: "met an internal error and was parked",
  child: "has a child that needs a person",
  limit: "has grown too long to go forward",
  deadline: "ran out of time",
  in_doubt: "is in doubt and goes on trying",
} as const satisfies Record<AttentionReason, string>;

/** Why a saga is here and what can move it next, in one sentence and in parts. */
export function explain(saga: Saga, definition: CompiledSaga): ExplainView {
  const found = moversOf(saga, definition);

  return {
    sentence: sentenceOf(saga, definition, found),
    movers: [...found],
    commands: commandRules(saga, definition).map(({ code: _code, ...rule }) => rule),
  };
}

function sentenceOf(saga: Saga, definition: CompiledSaga, found: readonly Mover[]): string {
  const { context } = saga;
  if (context.ended !== null) return endOf(saga);
  const incident = incidentOf(saga);
  if (incident !== null) {
    const { reason, state } = incident;
    const error = errorOf(incident, saga);
    const why = error == null ? "" : ` (${error.type}: ${error.detail.replace(/[.]$/, "")})`;
    const fits = commandRules(saga, definition)
      .filter((rule) => rule.allowed && rule.state !== null)
      .map((rule) => rule.type);
    return `${state === null ? "The saga" : `"${state}"`} ${REASONS[reason]}${why}; a person has to decide: ${fits.join(", ")}.`;
  }
  if (context.paused !== null) return `Paused by ${context.paused.by} since ${context.paused.since}; resume it to go on.`;

  const way = Object.keys(context.undoing).length === 0 ? "" : `Undoing because of ${whyBack(saga)}, ${undoOrder(context).length} left: `;
  const next = found[0]?.text ?? `the saga is ${sagaStatus(saga)}`;
  return `${way}${next}.`;
}

function whyBack({ context }: Saga): string {
  return context.cause?.type ?? Object.values(context.caught)[0]?.type ?? "a command";
}

function errorOf(incident: Incident, saga: Saga): Cause | null {
  const step = incident.state === null ? undefined : saga.context.steps[incident.state];

  return (incident.lane === "undo" ? step?.undoError : step?.error) ?? null;
}

function endOf(saga: Saga): string {
  const { ended, cause, undone, waived } = saga.context;
  const why = cause === null ? "" : ` because of ${cause.type}: ${cause.detail.replace(/[.]$/, "")}`;
  switch (ended?.status) {
    case "completed":
      return "Completed; nothing moves it any more.";
    case "compensated":
      return `Rolled back${why}. Undone: ${undone.join(", ") || "nothing"}${waived.length > 0 ? `; waived: ${waived.join(", ")}` : ""}.`;
    case "failed":
      return `Failed${why}; there was nothing to undo.`;
    default:
      return "Closed by an operator; nothing was undone.";
  }
}

function moversOf(saga: Saga, definition: CompiledSaga): readonly Mover[] {
  const { context } = saga;
  const calls = Object.values(context.open).map((call): Mover => {
    const task = definition.states[call.state];
    const label = task?.type === "task" ? task.label : call.state;
    const text = call.held
      ? `the ${call.kind} of "${call.state}" is held`
      : `"${call.state}" waits for the answer of ${call.kind === "action" ? label : `its ${call.kind} (${label})`}, attempt ${call.attempt}`;
    return { kind: moverOf(saga, call), state: call.state, text, dueAt: null };
  });
  const backoffs = Object.values(context.backoff).map((one): Mover => {
    const why = one.parked ? "the service's breaker is open" : "the last attempt failed";
    return {
      kind: one.parked ? "breaker" : "backoff",
      state: one.state,
      text: `"${one.state}" is tried again at ${one.dueAt} (attempt ${one.attempt}): ${why}`,
      dueAt: one.dueAt,
    };
  });
  const incident = incidentOf(saga);
  const person: readonly Mover[] =
    incident === null && context.paused === null
      ? []
      : [{ kind: "person", state: incident?.state ?? null, text: "a person has to decide", dueAt: null }];

  return [...calls, ...backoffs, ...Object.values(context.waits).flatMap(waitMovers), ...membersMovers(saga), ...person];
}

function moverOf({ context }: Saga, { state, kind, held }: OpenCall): Mover["kind"] {
  if (held) return "person";

  return kind === "action" && context.steps[state]?.queue !== undefined ? "worker" : "call";
}

function waitMovers({ state, kind, dueAt, due }: Waiting): readonly Mover[] {
  // What came already moves nothing: the saga is held, or a call is under way first.
  if (due) return [];
  const until = dueAt === null ? "" : ` until ${dueAt}`;
  const what = kind === "timer" ? "" : ` for ${WAITED_FOR[kind]}`;

  return [{ kind: kind === "callback" ? "event" : kind, state, text: `"${state}" waits${what}${until}`, dueAt }];
}

const WAITED_FOR = {
  event: "an event",
  person: "a person",
  callback: "its callback",
  worker: "a worker",
  lock: "a lock",
} as const satisfies Record<Exclude<Waiting["kind"], "timer">, string>;

function membersMovers({ context }: Saga): readonly Mover[] {
  return Object.entries(context.members).flatMap(([state, { settled, total, stopping }]): readonly Mover[] => {
    const left = (stopping ?? total) - Object.keys(settled).length;
    return left <= 0 ? [] : [{ kind: "child", state, text: `"${state}" waits for ${left} of ${total} sagas inside it`, dueAt: null }];
  });
}
