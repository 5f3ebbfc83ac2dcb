import { laneMove, scopeOf, stateMove } from "@skald/dsl";
import type { ErrorCode, Json } from "@skald/shared";
import { placeOf } from "../../chart/place.ts";
import { openedAction } from "../../names/names.ts";
import { requireKnown } from "../../require-known.ts";
import { requireTask } from "../../require-state.ts";
import type { Verdict } from "../../types/decision.ts";
import type { EntryData } from "../../types/entry.ts";
import type { Command } from "../../types/event.ts";
import type { Incident, UndoEntry } from "../../types/saga.ts";
import { incidentOf } from "../../view/attention.ts";
import { callIdOf } from "../calls/render-call.ts";
import { tryAgain } from "../calls/try-again.ts";
import type { Deliberation } from "../deliberation.ts";
import { completeParticipant, retryParticipant } from "../group/settle-participant.ts";
import { causeOf, concludeFailure } from "../steps/conclude.ts";
import { succeedStep } from "../steps/succeed-step.ts";
import { visitFacts } from "../steps/visit-facts.ts";
import { turnBack } from "../undo/turn.ts";
import { takeUpDue } from "../waits/due.ts";
import { commandRule, GATE_COMMANDS } from "./rules.ts";

/**
 * Judges a command and carries it out: `command.applied` first, then what follows from it.
 * A refused command records nothing; its verdict names the rule (G16).
 */
export function decideCommand(d: Deliberation, command: Command): Verdict {
  const refused = refusalOf(d, command);
  if (refused !== null) return refused;

  d.record("command.applied", {
    command: argumentsOf(command),
    by: command.actor,
    ...(command.reason === null ? {} : { why: command.reason }),
  });
  return { kind: "applied", result: carryOut(d, command) };
}

function refusalOf(d: Deliberation, command: Command): Verdict | null {
  if (command.revision !== null && command.revision !== d.saga.seq) {
    return refuse("REVISION_STALE", `The saga is at revision ${d.saga.seq}; the command was meant for ${command.revision}.`);
  }
  if (command.revision === null && !GATE_COMMANDS.includes(command.type)) {
    return refuse("IF_MATCH_REQUIRED", `"${command.type}" needs the exact revision.`);
  }

  const rule = commandRule(d.saga, d.definition, command.type, command.state);
  if (!rule.allowed) return refuse(rule.code, `"${command.type}" is not possible: ${rule.why}.`);
  return downToProblem(d, command) ?? evidenceProblem(d, command);
}

function downToProblem(d: Deliberation, command: Command): Verdict | null {
  if (command.type !== "compensate" || command.downTo === null) return null;
  if (d.saga.context.undo.some((entry) => entry.state === command.downTo)) return null;

  return refuse("COMMAND_NOT_ALLOWED", `"${command.downTo}" has nothing to undo.`);
}

function evidenceProblem(d: Deliberation, command: Command): Verdict | null {
  if (command.type !== "complete" && command.type !== "resolve-unknown") return null;
  if ((command.evidence ?? "").trim() === "") return refuse("COMMAND_NOT_ALLOWED", `"${command.type}" needs evidence: say how you know.`);
  if (command.type === "resolve-unknown" && command.happened === null)
    return refuse("COMMAND_NOT_ALLOWED", 'Say whether it happened: "happened" is missing.');

  const incident = incidentOf(d.saga, command.state);
  const task = incident?.lane === "action" && incident.state !== null ? d.definition.states[incident.state] : undefined;
  if (task?.type !== "task" || task.outputSchema === null || command.output === undefined) return null;
  const problems = d.scope.expressions.valueProblems(task.outputSchema, command.output);
  return problems.length === 0
    ? null
    : refuse("COMMAND_NOT_ALLOWED", `The output does not fit: ${problems.map((one) => `${one.at} ${one.message}`).join("; ")}.`);
}

function carryOut(d: Deliberation, command: Command): string {
  switch (command.type) {
    case "pause":
      d.record("saga.paused", { by: command.actor });
      return "paused";
    case "resume":
      return resume(d, command);
    case "retry":
      return retry(d, command);
    case "compensate":
      return goBack(d, command, "Compensated");
    case "cancel":
      return goBack(d, command, "Cancelled");
    case "terminate":
      d.record("saga.terminated", { by: command.actor, move: "saga.terminated" });
      return "terminated; nothing was undone";
    case "complete":
      return complete(d, command);
    case "waive-undo":
      return waive(d, command);
    case "resolve-unknown":
      return resolveUnknown(d, command);
  }
}

function resume(d: Deliberation, command: Command): string {
  const { context } = d.saga;
  d.record("saga.resumed", { by: command.actor });
  takeUpDue(d, context);

  const goal = d.saga.context.undoing[""]?.goal;
  if (goal?.kind === "pause" && placeOf(d.saga).within === null)
    d.record("undo.finished", { state: goal.state, move: laneMove("", `goto.${goal.state}`) });
  return "resumed";
}

/** Tries again what is stuck or waits: the same call with the same key (R3), its attempts counted anew. */
function retry(d: Deliberation, command: Command): string {
  const incident = incidentOf(d.saga, command.state);
  const waiting = Object.values(d.saga.context.backoff).find((one) => command.state === null || one.state === command.state);
  if (incident !== null && ["deadline", "poisoned", "limit"].includes(incident.reason)) {
    const { context } = d.saga;
    d.record("saga.released", { incident: null });
    takeUpDue(d, context);
    return "goes on";
  }
  if (incident === null && waiting !== undefined) {
    tryAgain(d, waiting);
    return `attempt ${waiting.attempt} of "${waiting.state}" now`;
  }

  const { reason, state, lane } = targetOf(d, command);
  if (lane === "undo") return retryUndo(d, state);
  if (reason === "heuristic_mixed") return retryParticipant(d, state);
  if (d.definition.states[state]?.type !== "task") {
    d.record("step.retried", { state, incident: null, move: stateMove(state, "retried") });
    return `evaluates "${state}" again`;
  }

  return retryAction(d, state);
}

function retryUndo(d: Deliberation, state: string): string {
  const { visit, undoOpenedAt } = latestUndoOf(d, state);
  if (undoOpenedAt === undefined) {
    // It could never be rendered: choose it again, which renders it again.
    d.record("saga.released", { state, incident: null, move: stateMove(state, "undo/again") });
    return `renders the undo of "${state}" again`;
  }

  const facts = { callId: callIdOf(state, visit, "undo"), kind: "undo", state, visit, attempt: 1 } as const;
  d.record("undo.retried", { ...facts, incident: null, move: stateMove(state, "undo/retried") });
  return `undoes "${state}" again`;
}

function retryAction(d: Deliberation, state: string): string {
  const { visit, openedAt } = requireKnown(d.saga.context.steps[state], "visit");
  if (openedAction(d.scope.entryAt(openedAt), { state, visit }) === undefined) {
    // It was never sent: its request could not be rendered, or its locks were not granted.
    d.record("step.retried", { state, incident: null, move: stateMove(state, "again") });
    return `begins "${state}" again`;
  }

  const facts = { callId: callIdOf(state, visit, "action"), kind: "action", state, visit, attempt: 1 } as const;
  d.record("step.retried", { ...facts, incident: null, move: stateMove(state, "retried") });

  return `tries "${state}" again`;
}

function goBack(d: Deliberation, command: Command, type: "Cancelled" | "Compensated"): string {
  const { context } = d.saga;
  const since = context.undo.findLast((entry) => entry.state === command.downTo)?.pushedAt ?? 0;
  const goal =
    command.then === "pause" && command.downTo !== null ? ({ kind: "pause", state: command.downTo } as const) : ({ kind: "end" } as const);
  const detail = `${command.type} by ${command.actor}${command.reason === null ? "" : `: ${command.reason}`}`;
  const cause = causeOf(d, placeOf(d.saga).state, {
    type: type === "Cancelled" ? "Cancelled" : "Compensated",
    category: "step",
    status: null,
    detail,
  });

  turnBack(d, { cause, undoing: { goal, since, within: [] } });
  if (d.saga.context.paused !== null) d.record("saga.resumed", { by: command.actor });
  return d.saga.context.turning[""] === undefined ? "undoing" : "turns back as soon as the call under way is settled";
}

function complete(d: Deliberation, command: Command): string {
  const { state, lane } = targetOf(d, command);
  if (lane === "undo") {
    const { visit } = latestUndoOf(d, state);
    d.record("undo.succeeded", { state, visit, by: command.actor, incident: null, move: stateMove(state, "undo/succeeded") });
    return `the undo of "${state}" was done by hand`;
  }

  if (isParticipant(d, state)) return completeParticipant(d, state, command.actor);

  succeedStep(d, requireTask(d.definition, state), byHand(d, command, state));
  return `"${state}" was done by hand`;
}

function isParticipant(d: Deliberation, state: string): boolean {
  return d.definition.states[scopeOf(state)]?.type === "transaction";
}

function waive(d: Deliberation, command: Command): string {
  const { state } = targetOf(d, command);
  const { visit } = latestUndoOf(d, state);
  d.record("undo.waived", { state, visit, by: command.actor, incident: null, move: stateMove(state, "undo/waived") });

  return `the undo of "${state}" was waived`;
}

function resolveUnknown(d: Deliberation, command: Command): string {
  const { state } = targetOf(d, command);
  const task = requireTask(d.definition, state);
  if (command.happened === true) {
    succeedStep(d, task, byHand(d, command, state));
    return `"${state}" did happen`;
  }

  const error = causeOf(d, state, {
    type: "NotDone",
    category: "communication",
    status: null,
    detail: `did not happen, says ${command.actor}`,
  });
  concludeFailure(d, {
    task,
    type: "step.failed",
    error,
    facts: { ...visitFacts(d, state), by: command.actor, incident: null },
    doubt: "none",
  });
  return `"${state}" did not happen`;
}

/** The state a person has to look at, and its lane: the one the command names, else the only one. */
function targetOf(d: Deliberation, command: Command): Incident & { readonly state: string } {
  const incident = requireKnown(incidentOf(d.saga, command.state), "incident");

  return { ...incident, state: requireKnown(incident.state, "state") };
}

function latestUndoOf(d: Deliberation, state: string): UndoEntry {
  return requireKnown(
    d.saga.context.undo.findLast((one) => one.state === state),
    "undo",
  );
}

function byHand(d: Deliberation, command: Command, state: string): EntryData {
  return { ...visitFacts(d, state), by: command.actor, incident: null, output: command.output ?? null };
}

function argumentsOf(command: Command): Readonly<Record<string, Json>> {
  const { commandId, type, state, lane, ticket, downTo, then, happened, evidence, now } = command;
  const output = command.output === undefined ? {} : { output: command.output };
  const given = {
    commandId,
    type,
    state,
    lane,
    ticket,
    downTo,
    then: type === "compensate" ? then : null,
    happened,
    evidence,
    now: now || null,
    ...output,
  };

  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as Readonly<Record<string, Json>>;
}

function refuse(code: ErrorCode, detail: string): Verdict {
  return { kind: "refused", code, detail };
}
