import type { CompiledSaga } from "@skald/dsl";
import type { AttentionReason, ExplainView } from "@skald/shared";
import { commandRules } from "./commands/rules.ts";
import { sagaStatus } from "./status.ts";
import type { Cause, Incident, Saga } from "./types/saga.ts";
import { undoOrder } from "./undo.ts";

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
  if (context.incident !== null) {
    const { reason, state } = context.incident;
    const error = errorOf(context.incident, saga);
    const why = error == null ? "" : ` (${error.type}: ${error.detail.replace(/[.]$/, "")})`;
    const fits = commandRules(saga, definition)
      .filter((rule) => rule.allowed && rule.state !== null)
      .map((rule) => rule.type);
    return `${state === null ? "The saga" : `"${state}"`} ${REASONS[reason]}${why}; a person has to decide: ${fits.join(", ")}.`;
  }
  if (context.paused !== null) return `Paused by ${context.paused.by} since ${context.paused.since}; resume it to go on.`;

  const way =
    context.undoing === null
      ? ""
      : `Undoing because of ${context.cause?.type ?? context.caught?.type ?? "a command"}, ${undoOrder(context).length} left: `;
  const next = found[0]?.text ?? `the saga is ${sagaStatus(saga)}`;
  return `${way}${next}.`;
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
    return { kind: call.held ? "person" : "call", state: call.state, text, dueAt: null };
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
  const wait: readonly Mover[] =
    context.wait === null
      ? []
      : [
          {
            kind: "timer",
            state: context.wait.state,
            text: `"${context.wait.state}" waits until ${context.wait.dueAt}`,
            dueAt: context.wait.dueAt,
          },
        ];
  const person: readonly Mover[] =
    context.incident === null && context.paused === null
      ? []
      : [{ kind: "person", state: context.incident?.state ?? null, text: "a person has to decide", dueAt: null }];

  return [...calls, ...backoffs, ...wait, ...person];
}
