import type { Ask, Flow } from "./flow.ts";
import type { Observed, ObservedCall } from "./observed.ts";
import { type Ending, interpret } from "./oracle.ts";
import type { CallKey, OutcomeTable } from "./outcome-table.ts";
import type { Definition } from "./run.ts";

// The set of allowed runs is never written down. It is given by the oracle's flow: a run is allowed exactly if the flow
// can be driven along it, call by call, to the same end. What may overlap or swap is what the flow offers at once.
//
// Not looked at: the order of calls sent between two answers, how late a call is sent, and the number of attempts of a
// `verify` (they share one answer, so they count as one). After an incident nothing more is demanded, but whatever
// still happens must be allowed. An undo of a group that gave up may be shown at the group or at the participant: the
// rules name both by a path of their own.

/** What is wrong with a run, in English; empty: it is allowed. Stops at the first call that is not. */
export function judge(definition: Definition, table: OutcomeTable, observed: Observed): readonly string[] {
  const flow = interpret(definition, table);
  let step = flow.next();
  for (const { kind, call } of happeningsOf(observed)) {
    if (step.done) return [`${nameOf(call)} was ${VERBS[kind]} after the saga had ended.`];

    const ask = step.value.find((one) => one.kind === kind && nameOf(one.call) === nameOf(call));
    if (ask === undefined) return [`${nameOf(call)} was ${VERBS[kind]}, but at this point only this could happen: ${namesOf(step.value)}.`];
    if ("answer" in ask && ask.answer !== call.outcome)
      return [`${nameOf(call)} was answered "${call.outcome}", but the table says "${ask.answer}".`];

    step = flow.next({ ask, stop: false });
  }

  return step.done ? endProblems(step.value, observed) : restProblems(step.value, observed);
}

function endProblems({ ends, cause }: Ending, observed: Observed): readonly string[] {
  const problems: string[] = [];
  if (!ends.includes(observed.end)) problems.push(`The saga is "${observed.end}", but must be "${ends.join('" or "')}".`);
  else if (observed.cause !== cause) problems.push(`The cause is "${observed.cause}", but must be "${cause}".`);
  return problems;
}

function restProblems(asks: readonly Ask[], { end, attention }: Observed): readonly string[] {
  const reports = asks.flatMap((ask) => (ask.kind === "incident" ? ask.reports : []));
  if (reports.length === 0) return [`The saga rests as "${end}", but this was still to happen: ${namesOf(asks)}.`];
  if (end !== "suspended") return [`The saga is "${end}", but must be "suspended" (${namesOf(asks)}).`];

  const isReported = reports.some((one) => one.reason === attention?.reason && isAt(attention, one.state));
  return isReported
    ? []
    : [`The attention is ${attention?.reason ?? "none"} at "${attention?.state ?? ""}", but may only be: ${namesOf(asks)}.`];
}

function isAt({ reason, state }: NonNullable<Observed["attention"]>, path: string): boolean {
  return state === path || (reason === "undo_failed" && state.startsWith(`${path}.`));
}

interface Seen {
  readonly tick: number;
  readonly kind: "send" | "settle" | "move";
  readonly call: ObservedCall;
}

const VERBS = { send: "sent", settle: "answered", move: "made" } as const;

function happeningsOf({ calls }: Observed): readonly Seen[] {
  const seen = joinVerifies(calls).flatMap((call): readonly Seen[] => {
    const isMove = call.kind === "wait" || call.kind === "listen" || call.kind === "human";
    const settled: Seen[] = call.settled === null ? [] : [{ tick: call.settled, kind: isMove ? "move" : "settle", call }];
    return isMove ? settled : [{ tick: call.sent, kind: "send", call }, ...settled];
  });
  return seen.toSorted((one, other) => one.tick - other.tick);
}

// The first attempt of a verify was sent when it was asked; the last one settles it.
function joinVerifies(calls: readonly ObservedCall[]): readonly ObservedCall[] {
  return calls.flatMap((call) => {
    if (call.kind !== "verify") return [call];
    if (call.attempt > 1) return [];
    const attempts = calls.filter((one) => one.kind === "verify" && one.path === call.path && one.visit === call.visit);
    const last = attempts.reduce((latest, one) => (one.attempt > latest.attempt ? one : latest), call);
    return [{ ...call, settled: last.settled, outcome: last.outcome }];
  });
}

function nameOf({ kind, path, visit, attempt }: CallKey): string {
  return `${kind} of "${path}" (visit ${visit}, attempt ${attempt})`;
}

function namesOf(asks: readonly Ask[]): string {
  const names = asks.flatMap((ask) =>
    ask.kind === "incident" ? ask.reports.map((one) => `${one.reason} at "${one.state}"`) : [`${ask.kind} ${nameOf(ask.call)}`],
  );
  return names.length === 0 ? "nothing" : names.join(", ");
}

/** The end every allowed run has; null if it depends on the order in which answers come. Nothing in a sequence does. */
export function expectedEnd(definition: Definition, table: OutcomeTable): string | null {
  const flow: Flow<Ending> = interpret(definition, table);
  let step = flow.next();
  while (!step.done) {
    const [ask, ...others] = step.value;
    if (others.length > 0 || ask === undefined) return null;
    if (ask.kind === "incident") return "suspended";
    step = flow.next({ ask, stop: false });
  }
  const [end, ...others] = step.value.ends;
  return others.length > 0 ? null : (end ?? null);
}
