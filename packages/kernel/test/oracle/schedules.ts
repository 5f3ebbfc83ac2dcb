import type { Ask, Report } from "./flow.ts";
import type { Observed, ObservedCall } from "./observed.ts";
import { interpret } from "./oracle.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import type { Definition } from "./run.ts";

/** Chooses which of several things happens next. */
export type Schedule = (asks: readonly Ask[]) => number;

/** Everything at once, answers in the order of sending. */
export const inOrder: Schedule = () => 0;

/** A schedule drawn from a seed. */
export function shuffled(seed: number): Schedule {
  let state = seed | 0;
  return (asks) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 8) / 2 ** 24) * asks.length);
  };
}

/** One run of the oracle, seen like one of the kernel; `stillDone` holds the effects that stand. */
export interface OracleRun {
  readonly observed: Observed;
  readonly stillDone: readonly string[];
}

/** Runs a saga in one of the allowed ways. @throws for a run of more than 5,000 steps */
export function runOracle(definition: Definition, table: OutcomeTable, schedule: Schedule): OracleRun {
  const flow = interpret(definition, table);
  const calls: ObservedCall[] = [];
  let step = flow.next();
  for (let tick = 1; !step.done; tick++) {
    if (tick > 5000) throw new Error("The run has no end; its loops must be left by the table.");
    const asks = step.value.filter((ask) => ask.kind !== "incident");
    const report = step.value.flatMap((ask) => (ask.kind === "incident" ? ask.reports : []))[0];
    const ask = asks[schedule(asks)];
    if (ask === undefined) return { observed: suspended(calls, report), stillDone: [] };

    note(calls, ask, tick);
    step = flow.next({ ask, stop: false });
  }

  const { ends, cause, stillDone } = step.value;
  const end = ends[0] === "compensated" || ends[0] === "failed" ? ends[0] : "completed";
  return { observed: { end, cause, attention: null, calls }, stillDone };
}

function suspended(calls: readonly ObservedCall[], report: Report | undefined): Observed {
  return { end: "suspended", cause: null, attention: report ?? null, calls };
}

function note(calls: ObservedCall[], ask: Ask, tick: number): void {
  if (ask.kind === "send") calls.push({ ...ask.call, sent: tick, settled: null, outcome: "" });
  if (ask.kind === "move") calls.push({ ...ask.call, sent: tick, settled: tick, outcome: ask.answer });
  if (ask.kind !== "settle") return;

  const { path, visit, kind, attempt } = ask.call;
  const at = calls.findIndex((one) => one.path === path && one.visit === visit && one.kind === kind && one.attempt === attempt);
  const call = calls[at];
  if (call !== undefined) calls[at] = { ...call, settled: tick, outcome: ask.answer };
}

/** A run in one line, calls in the order of their answers: `a=ok b=refused undo:a=ok -> compensated Refused`. */
export function lineOf({ observed }: OracleRun): string {
  const { end, cause, attention } = observed;
  const calls = observed.calls.filter((call) => call.settled !== null).toSorted((one, other) => (one.settled ?? 0) - (other.settled ?? 0));
  const names = calls.map(({ kind, path, visit, attempt, outcome }) => {
    const prefix = kind === "action" ? "" : `${kind}:`;
    return `${prefix}${path}${visit > 1 ? `#${visit}` : ""}${attempt > 1 ? `@${attempt}` : ""}=${outcome}`;
  });
  const why = attention === null ? (cause ?? "") : `${attention.reason} ${attention.state}`;
  return [...names, "->", end, why].join(" ").trim();
}

/**
 * The lines of every allowed run, sorted. With `eager` first attempts are sent as soon as they are due, which leaves out
 * the runs in which one is late or comes too late. @throws for more than 20,000 runs
 */
export function allLines(definition: Definition, table: OutcomeTable, eager = true): readonly string[] {
  const lines = new Set<string>();
  const open: (readonly number[])[] = [[]];
  for (let runs = 0; ; runs++) {
    const choices = open.pop();
    if (choices === undefined) return [...lines].sort();
    if (runs > 20_000) throw new Error("Too many runs to write all of them down.");

    const made: number[] = [];
    const schedule: Schedule = (asks) => {
      const due = eager ? asks.findIndex((ask) => ask.kind === "send" && ask.call.attempt === 1) : -1;
      if (due >= 0) return due;
      const choice = choices[made.length] ?? 0;
      if (made.length >= choices.length) for (let other = 1; other < asks.length; other++) open.push([...made, other]);
      made.push(choice);
      return choice;
    };
    lines.add(lineOf(runOracle(definition, table, schedule)));
  }
}
