import type { Json, JsonObject } from "@skald/shared";
import type { ChartState } from "../../model/chart.ts";
import { flagAt, listAt, memberOf, textAt, textItems, writtenAt } from "../../model/read-json.ts";
import { calledOperation, kindOfState, undoOfState } from "../called-operation.ts";
import { readsAnswer, stateJson, type UndoLink, undoChain } from "./undo-chain.ts";
import { isConclusive, verifyOf, verifyState } from "./verify-state.ts";
import { freeName, type ScopeWriter, tell } from "./writer.ts";

/** `Catch` of a state: its own entries first, then what happens to an error nobody catches. */
export function catchField(writer: ScopeWriter, state: ChartState): JsonObject {
  const json = stateJson(writer, state.name);
  const failure: Failure = { writer, state, json, definite: definiteErrors(writer, json) };
  const own = listAt(json, "catch").flatMap((entry, index) => ownEntries(failure, entry, index));
  if (writer.order.isPastPivot(state.name)) return { Catch: caught(writer, [...own, entryTo(["States.ALL"], () => stuckForward(writer))]) };

  const stack = writer.order.before(state.name);
  const next = textAt(json, "next");
  if (flagAt(json, "optional") && next !== null)
    return { Catch: caught(writer, [...own, entryTo(["States.ALL"], () => unknownTo(failure, [], writer.nameOf(next)))]) };

  const clean = (): string => undoChain(writer, stack, failedState(writer));
  const unknown = (): string => unknownTo(failure, stack, failedState(writer));
  const codes = [...failure.definite.values()].flat();
  return { Catch: caught(writer, [...own, entryTo(codes, clean), entryTo(["States.ALL"], unknown)]) };
}

interface Failure {
  readonly writer: ScopeWriter;
  readonly state: ChartState;
  readonly json: Json;
  /** Errors of the machine for each type of error that says for certain that nothing happened. */
  readonly definite: ReadonlyMap<string, readonly string[]>;
}

/** `next` writes the way there, which is done only for an entry that stands. */
interface CatchEntry {
  readonly errors: readonly string[];
  readonly next: () => string;
}

function entryTo(errors: readonly string[], next: () => string): CatchEntry {
  return { errors, next };
}

// `States.ALL` stands alone and last; an error that is caught already is not caught again.
function caught(writer: ScopeWriter, entries: readonly CatchEntry[]): readonly Json[] {
  const seen = new Set<string>();

  return entries.flatMap(({ errors, next }) => {
    const fresh = seen.has("States.ALL") ? [] : errors.filter((error) => !seen.has(error));
    for (const error of fresh) seen.add(error);
    return fresh.length === 0 ? [] : [{ ErrorEquals: fresh, Assign: { [writer.error]: "{% $states.errorOutput %}" }, Next: next() }];
  });
}

function ownEntries(failure: Failure, entry: Json, index: number): readonly CatchEntry[] {
  const { writer, state, definite } = failure;
  const next = textAt(entry, "next");
  if (next === null) return [];
  if (memberOf(entry, "when") !== undefined)
    tell(writer, state, {
      field: "catch",
      kind: "changed",
      what: `The condition of catch entry ${index + 1} is left out.`,
      remedy: "Ask for it in a Choice behind the entry.",
    });

  const stack = flagAt(entry, "compensate") ? writer.order.before(state.name) : [];
  const clean = (): string => undoChain(writer, stack, writer.nameOf(next));
  const dirty = (): string => unknownTo(failure, stack, writer.nameOf(next));
  const types = textItems(listAt(entry, "errors"));
  if (types.includes("*")) return [entryTo([...definite.values()].flat(), clean), entryTo(["States.ALL"], dirty)];

  return types.flatMap((type) => {
    const known = definite.get(type);
    if (known !== undefined) return [entryTo(known, clean)];
    const error = BUILT_IN[type] ?? null;
    if (error !== null) return [entryTo([error], dirty)];
    tell(writer, state, {
      field: "catch",
      kind: "dropped",
      what: `The error "${type}" has no counterpart and is not caught.`,
      remedy: "Catch the error of the task that means it.",
    });
    return [];
  });
}

const BUILT_IN: Readonly<Record<string, string>> = {
  Timeout: "States.Timeout",
  Unavailable: "States.Http.Socket",
  JoinFailed: "States.ALL",
  ChildFailed: "States.TaskFailed",
  Cancelled: "States.TaskFailed",
};

/** A refusal that a catalogue names by its status. */
function definiteErrors({ machine }: ScopeWriter, json: Json): ReadonlyMap<string, readonly string[]> {
  const called = calledOperation(machine.saga, memberOf(json, "call"), machine.scope);
  const found = new Map<string, readonly string[]>();
  for (const rule of [...listAt(json, "errors"), ...listAt(called?.operation, "errors")]) {
    const type = writtenAt(rule, "type");
    const status = /^\$\{\s*response\.status\s*==\s*(\d{3})\s*\}$/.exec(writtenAt(rule, "when").trim())?.[1];
    const isRefusal = writtenAt(rule, "outcome", "refused") === "refused";
    if (status !== undefined && isRefusal) found.set(type, [...(found.get(type) ?? []), `States.Http.StatusCode.${status}`]);
  }
  return found;
}

// Whatever is not a refusal may have happened. It is asked for where it can be; else the state undoes itself too, and
// where it cannot do that nobody but a person can know.
function unknownTo(failure: Failure, stack: readonly UndoLink[], target: string): string {
  const { writer, state, json } = failure;
  const { saga, scope } = writer.machine;
  const undo = undoOfState(saga, json, scope);
  const isPivot = state.type === "task" && kindOfState(saga, json, scope) === "pivot";
  const self = undo === null || state.type !== "task" ? [] : [{ name: state.name, isCertain: true }];
  const verify = verifyOf(writer, json);
  const next = textAt(json, "next");
  const unaskable = (): string => {
    if (isPivot) return outcomeUnknown(writer, state, "it is a pivot");
    return readsAnswer(undo) ? outcomeUnknown(writer, state, "its undo reads the answer") : undoChain(writer, [...self, ...stack], target);
  };
  if (verify === undefined || next === null) return unaskable();

  const notDone = undoChain(writer, [...(isConclusive(verify) ? [] : self), ...stack], target);
  return verifyState(writer, state, { happened: writer.nameOf(next), notDone, unknown: unaskable() }) ?? unaskable();
}

function outcomeUnknown(writer: ScopeWriter, state: ChartState, why: string): string {
  tell(writer, state, {
    kind: "changed",
    what: `When nobody can say whether "${state.name}" happened, the execution ends: ${why}.`,
    remedy: "Alarm on the error OutcomeUnknown.",
  });

  return endState(writer, "outcome unknown", { Type: "Fail", Error: "OutcomeUnknown", Cause: `{% $${writer.error}.Cause %}` });
}

// Where a machine ends that has undone everything.
function failedState(writer: ScopeWriter): string {
  return endState(writer, "failed", { Type: "Fail", Error: `{% $${writer.error}.Error %}`, Cause: `{% $${writer.error}.Cause %}` });
}

function stuckForward(writer: ScopeWriter): string {
  return endState(writer, "stuck forward", { Type: "Fail", Error: "StuckForward", Cause: `{% $${writer.error}.Cause %}` });
}

function endState(writer: ScopeWriter, wanted: string, state: JsonObject): string {
  const known = writer.chains.get(wanted);
  if (known !== undefined) return known;
  const name = freeName(writer.machine, wanted);
  writer.chains.set(wanted, name);
  writer.states[name] = state;

  return name;
}
