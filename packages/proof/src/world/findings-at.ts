import type { CompiledSaga } from "@skald/dsl";
import { type Entry, incidentOf, movers } from "@skald/kernel";
import { type Assertion, brokenAssertions } from "./assertions.ts";
import type { Finding } from "./finding.ts";
import { happenings } from "./happening.ts";
import { type Effect, standingEffects } from "./ledger.ts";
import type { Position } from "./position.ts";
import { readAnswer } from "./read-answer.ts";

// What must hold in every configuration.
//
//   P1. Nothing is left un-undone in a saga that ended compensated or failed.
//   P2. Nothing is undone after the pivot.
//   P3. A completed saga leaves no doubt whether something happened.
//   P4. Every expression that is evaluated can be: an undo above all.
//   P5. Only what no definition can prevent needs a person: an undo that fails, a step that cannot go forward.
//   P6. A saga that has not ended has something that moves it.
//   P7. The author's assertions hold.

/** A position just reached, and what led there. */
export interface Arrival {
  readonly position: Position;
  /** What was recorded on the last step. */
  readonly entries: readonly Entry[];
  /** Whether the last step was an answer that can be used. */
  readonly answered: boolean;
}

/** What does not hold in a configuration. */
export function findingsAt(arrival: Arrival, definition: CompiledSaga, assertions: readonly Assertion[]): readonly Finding[] {
  return [
    ...unevaluated(arrival),
    ...undoneAfterPivot(arrival),
    ...leftBehind(arrival, definition),
    ...unresolvable(arrival, definition),
    ...stuckByRefusal(arrival, definition),
    ...standstill(arrival),
    ...brokenAssertions(assertions, arrival.position).map(
      ({ name, detail }): Finding => ({ code: "ASSERTION_BROKEN", state: null, message: `"${name}" does not hold: ${detail}` }),
    ),
  ];
}

/** P4. What the author catches as an ExpressionError is wanted. */
function unevaluated({ entries, answered }: Arrival): readonly Finding[] {
  const unasked = entries.some(({ data }) => data.unrendered?.some(({ kind }) => kind === "verify") === true);

  return entries.flatMap(({ type, data }): readonly Finding[] => {
    const fault = faultOf({ type, data, isFaulty: answered || unasked });
    return fault === null ? [] : [{ code: "CANNOT_EVALUATE", state: data.state ?? null, message: `${fault}.` }];
  });
}

function faultOf({ type, data, isFaulty }: Pick<Entry, "type" | "data"> & { readonly isFaulty: boolean }): string | null {
  if (type === "undo.failed" && data.error?.type === "ExpressionError")
    return `The undo of "${data.state}" cannot be rendered: ${data.error.detail}`;
  if (data.error?.type === "ExpressionError" && data.caught === undefined)
    return `"${data.state}" cannot be evaluated: ${data.error.detail}`;
  if (isFaulty && (type === "verify.failed" || type === "verify.retrying"))
    return `The verify of "${data.state}" is of no use: ${data.why}`;

  return null;
}

/** P2. */
function undoneAfterPivot({ entries, position }: Arrival): readonly Finding[] {
  const pivot = Object.values(position.ledger).find((effect) => effect.kind === "pivot" && effect.standing === "applied");
  if (pivot === undefined) return [];

  return entries
    .filter(({ type }) => type === "undo.started")
    .map(({ data }) => ({
      code: "UNDONE_AFTER_PIVOT",
      state: data.state ?? null,
      message: `"${data.state}" is undone although the pivot "${pivot.state}" has succeeded.`,
    }));
}

/** P1 and P3. */
function leftBehind({ position }: Arrival, definition: CompiledSaga): readonly Finding[] {
  const { ended } = position.saga.context;
  if (ended === null) return [];
  const left = standingEffects(position.ledger).filter((effect) => !isAccepted(effect, definition));
  if (ended.status !== "completed") return left.map((effect) => standingFinding(effect, ended.status));

  return left
    .filter(({ standing }) => standing === "maybe")
    .map(({ state }) => ({
      code: "LEFT_IN_DOUBT",
      state,
      message: `The saga completes, and nobody knows whether "${state}" happened.`,
    }));
}

function standingFinding({ state, standing }: Effect, status: string): Finding {
  const what = standing === "applied" ? "has happened" : "may have happened";

  return { code: "LEFT_STANDING", state, message: `The saga ends ${status}, but "${state}" ${what} and nothing undoes it.` };
}

/** A step whose author said that nothing undoes it. */
function isAccepted({ state }: Effect, { graph }: CompiledSaga): boolean {
  return graph.nodes.some((node) => node.state === state && node.undo.kind === "irreversible");
}

/** P5: a step after the pivot that may be refused, and not by a participant who promised otherwise. */
function stuckByRefusal({ position, entries }: Arrival, definition: CompiledSaga): readonly Finding[] {
  const incident = incidentOf(position.saga);
  const task = definition.states[incident?.state ?? ""];
  if (incident?.reason !== "stuck_forward" || task?.type !== "task" || task.kind !== "compensatable") return [];
  if (definition.recovery === "forward" || !entries.some(({ data }) => data.outcome === "refused")) return [];

  const message = `"${task.name}" may be refused after the pivot, and then only a person can go on: do it before the pivot, or make it retriable.`;
  return [{ code: "NEEDLESS_SUSPENSION", state: task.name, message }];
}

/** P5: an outcome that stays unknown because the definition cannot find out. */
function unresolvable({ position, entries }: Arrival, definition: CompiledSaga): readonly Finding[] {
  const incident = incidentOf(position.saga);
  if (incident?.reason !== "outcome_unknown" || incident.state === null) return [];
  const task = definition.states[incident.state];
  const asked = entries.some(({ type }) => type === "verify.failed" || type === "verify.answered");
  if (task?.type !== "task" || definition.compensation.onUnknownOutcome === "suspend") return [];
  if (asked && (task.kind === "pivot" || entries.some(({ type }) => type === "verify.failed"))) return [];

  const why = task.verify === null ? 'it has no "verify"' : 'its "verify" gives no output';
  const read = task.compensate === null ? null : readAnswer(task.compensate);
  const undo = read === null ? "" : `, and its undo ${read}`;
  return [
    {
      code: "NEEDLESS_SUSPENSION",
      state: task.name,
      message: `When the outcome of "${task.name}" is unknown only a person can go on: ${why}${undo}.`,
      ...(read === null ? {} : { last: `undo of ${task.name} ${read}` }),
    },
  ];
}

/** P6. */
function standstill({ position: { saga } }: Arrival): readonly Finding[] {
  const { context } = saga;
  if (context.ended !== null || incidentOf(saga) !== null || context.paused !== null) return [];
  if (movers(saga).length > 0 && happenings(saga).length > 0) return [];

  return [{ code: "STANDS_STILL", state: null, message: "The saga has not ended, and nothing can move it." }];
}
