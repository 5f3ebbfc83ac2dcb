import type { AssertionModel, CompiledSaga, CompiledState, CompiledTask } from "@skald/dsl";
import { type Entry, type Incident, incidentOf, incidentsOf, movers } from "@skald/kernel";
import { brokenAssertions } from "./assertions.ts";
import { stateIn } from "./family.ts";
import type { Finding } from "./finding.ts";
import { happenings } from "./happening.ts";
import { type Effect, standingEffects } from "./ledger.ts";
import { type Position, rootOf } from "./position.ts";
import { readAnswer } from "./read-answer.ts";

// What must hold in every configuration.
//
//   P1. Nothing is left un-undone in a saga that ended compensated or failed.
//   P2. Nothing is undone after the pivot.
//   P3. A completed saga leaves no doubt whether something happened.
//   P4. Every expression that is evaluated can be, and gives what it is for: an undo above all.
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

/** What does not hold in a configuration, or did not on the last step to it. */
export function findingsAt(arrival: Arrival, assertions: readonly AssertionModel[]): readonly Finding[] {
  return [...findingsOnStep(arrival), ...findingsIn(arrival.position, assertions)];
}

/** What does not hold of the step that led to a position: another step to the same position may be a good one. */
export function findingsOnStep(arrival: Arrival): readonly Finding[] {
  return [...unevaluated(arrival), ...undoneAfterPivot(arrival), ...unresolvable(arrival), ...stuckForward(arrival)];
}

/** What does not hold of a position, whatever led to it. */
export function findingsIn(position: Position, assertions: readonly AssertionModel[]): readonly Finding[] {
  return [
    ...leftBehind(position),
    ...standstill(position),
    ...brokenAssertions(assertions, position).map(
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
  // What is not known fits every schema: this certainly does not.
  if (data.error?.type === "InputInvalid" && data.caught === undefined)
    return `"${data.state}" is given what its parameters do not allow: ${data.error.detail}`;
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
function leftBehind(position: Position): readonly Finding[] {
  const { ended } = rootOf(position).saga.context;
  if (ended === null) return [];
  const left = standingEffects(position.ledger).filter(({ accepted }) => !accepted);
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

/** P5: what may fail after the pivot though it could be written so that it does not. */
function stuckForward({ position, entries }: Arrival): readonly Finding[] {
  return incidentsIn(position).flatMap(({ incident, state, found, definition }): readonly Finding[] => {
    if (incident.reason !== "stuck_forward" || definition.recovery === "forward") return [];
    const last = entries.find(({ data }) => data.state === state && data.incident?.reason === "stuck_forward");
    const why = last === undefined ? null : preventableFailure(found, last.data);
    if (why === null) return [];

    const message = `"${state}" may ${why.how} after the pivot, and then only a person can go on: ${why.remedy}.`;
    return [{ code: "NEEDLESS_SUSPENSION", state, message }];
  });
}

interface Preventable {
  readonly how: string;
  readonly remedy: string;
}

/** Null: nobody could have prevented it, or it is a participant who broke a promise. */
function preventableFailure(state: CompiledState, { outcome, error }: Entry["data"]): Preventable | null {
  switch (state.type) {
    case "task":
      return state.kind === "compensatable" && outcome === "refused" ? { how: "be refused", remedy: BEFORE_OR_RETRIABLE } : null;
    case "transaction":
      return error?.category === "step" ? { how: "be refused", remedy: "do it before the pivot, or catch the refusal" } : null;
    case "listen":
    case "human":
      return error?.type === "Timeout" ? { how: "run out of time", remedy: 'say "onTimeout", or catch "Timeout"' } : null;
    case "saga":
      return { how: "end without completing", remedy: 'start it before the pivot, or catch "ChildFailed"' };
    default:
      return null;
  }
}

const BEFORE_OR_RETRIABLE = "do it before the pivot, or make it retriable";

/** P5: an outcome that stays unknown because the definition cannot find out. */
function unresolvable({ position, entries }: Arrival): readonly Finding[] {
  return incidentsIn(position).flatMap(({ incident, state, found: task, definition }): readonly Finding[] => {
    if (task.type !== "task" || incident.reason !== "outcome_unknown" || definition.compensation.onUnknownOutcome === "suspend") return [];
    const asked = entries.filter(({ type, data }) => data.state === state && (type === "verify.failed" || type === "verify.answered"));
    const isNew = entries.some(({ data }) => data.state === state && data.incident !== undefined);
    if (!isNew || canTell(task) || asked.some(({ type }) => type === "verify.failed")) return [];

    const why = task.verify === null ? 'it has no "verify"' : 'its "verify" gives no output';
    const read = task.compensate === null ? null : readAnswer(task.compensate);
    const undo = read === null ? "" : `, and its undo ${read}`;
    const message = `When the outcome of "${state}" is unknown only a person can go on: ${why}${undo}.`;
    return [{ code: "NEEDLESS_SUSPENSION", state, message, ...(read === null ? {} : { last: `undo of ${state} ${read}` }) }];
  });
}

/** Whether a task whose outcome is unknown could do no more than ask: its `verify` says all that is needed, and was not answered. */
function canTell({ kind, verify, undoReadsAnswer }: CompiledTask): boolean {
  return verify !== null && (kind === "pivot" || verify.output !== null || !undoReadsAnswer);
}

/** What of a family a person has to look at, by its state. */
interface StateIncident {
  readonly incident: Incident;
  /** As stories tell it. */
  readonly state: string;
  readonly found: CompiledState;
  readonly definition: CompiledSaga;
}

function incidentsIn({ family }: Position): readonly StateIncident[] {
  return Object.entries(family).flatMap(([key, { saga, definition }]) =>
    incidentsOf(saga).flatMap((incident): readonly StateIncident[] => {
      const found = definition.states[incident.state ?? ""];
      return found === undefined ? [] : [{ incident, state: stateIn(key, found.name), found, definition }];
    }),
  );
}

/** P6. */
function standstill(position: Position): readonly Finding[] {
  const { saga } = rootOf(position);
  const { context } = saga;
  if (context.ended !== null || incidentOf(saga) !== null || context.paused !== null) return [];
  if (movers(saga).length > 0 && happenings(position).length > 0) return [];

  return [{ code: "STANDS_STILL", state: null, message: "The saga has not ended, and nothing can move it." }];
}
