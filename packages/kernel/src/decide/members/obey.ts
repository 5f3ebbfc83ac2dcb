import { laneMove } from "@skald/dsl";
import type { MemberNews, MemberOrderKind } from "../../types/event.ts";
import type { Saga } from "../../types/saga.ts";
import type { Deliberation } from "../deliberation.ts";
import { causeOf } from "../steps/conclude.ts";
import { turnBack } from "../undo/turn.ts";
import { takeUpDue } from "../waits/due.ts";

/** Who paused a member: only the same may resume it. */
const PARENT = "the parent saga";

/** Does what the parent wants of this item or child. An order that was obeyed before changes nothing. */
export function obey(d: Deliberation, order: MemberOrderKind): void {
  const { context } = d.saga;
  if (context.ended !== null) return;

  switch (order) {
    case "run":
      return context.paused?.by === PARENT ? resume(d) : undefined;
    case "pause":
      return context.paused === null && context.held === null ? d.record("saga.paused", { by: PARENT }) : undefined;
    case "cancel":
      return cancel(d);
    case "undo":
      return context.held === null ? undefined : undoHeld(d);
    case "release":
      return context.held === null
        ? undefined
        : d.record("saga.completed", { output: context.held.output, move: laneMove("", "completed") });
    case "terminate":
      return d.record("saga.terminated", { by: PARENT, move: "saga.terminated" });
  }
}

function resume(d: Deliberation): void {
  const { context } = d.saga;
  d.record("saga.resumed", { by: PARENT });
  takeUpDue(d, context);
}

function cancel(d: Deliberation): void {
  const { context } = d.saga;
  if (context.held !== null || context.turning[""] !== undefined || context.pivotPassed !== null) return;
  const under = context.undoing[""];
  if (under !== undefined && under.goal.kind !== "goto") return;
  if (context.paused?.by === PARENT) d.record("saga.resumed", { by: PARENT });

  const cause = parentCause(d, "Cancelled", "cancelled by the parent saga");
  const undoing = { goal: { kind: "end" }, since: 0, within: [] } as const;
  // Undoing is never interrupted (R10): when it has reached its goal, it goes on instead of leading forward.
  if (under !== undefined) return d.record("saga.turning", { cause, turning: { cause, undoing } });
  turnBack(d, { cause, undoing });
}

function undoHeld(d: Deliberation): void {
  const cause = parentCause(d, "Compensated", "undone on the word of the parent saga");

  turnBack(d, { cause, undoing: { goal: { kind: "end" }, since: 0, within: [] } });
}

function parentCause(d: Deliberation, type: string, detail: string): ReturnType<typeof causeOf> {
  return causeOf(d, null, { type, category: "step", status: null, detail });
}

/** What a member has to tell its parent now; null while it is under way. A host tells it after every decision that changed it. */
export function memberNews(saga: Saga): MemberNews | null {
  const { context } = saga;
  if (context.held !== null) return { kind: "completed", output: context.held.output };
  if (context.ended !== null) return context.ended.status === "completed" ? null : { kind: "ended", cause: context.cause };

  return Object.keys(context.incidents).length > 0 ? { kind: "suspended" } : null;
}
