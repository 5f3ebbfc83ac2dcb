import type { Json } from "@skald/shared";
import type { CatchModel } from "../../../model/saga-model.ts";
import { failed, stuckForward, wayWithout } from "../ends.ts";
import { nameOf, type ScopeWriter, tell } from "../machine.ts";
import type { Step } from "../step.ts";
import { errorCodesOf, NO_CODES } from "./error-codes.ts";
import { resolveDoubt } from "./resolve-doubt.ts";
import { undoChain } from "./undo-chain.ts";
import type { UndoLink } from "./undo-order.ts";

/** A state that can fail, and what it catches by itself. */
export interface Failing {
  readonly name: string;
  readonly catch: readonly CatchModel[];
  /** What it calls; null: nothing it did is in doubt. */
  readonly step: Step | null;
  /** Errors of the machine that a built-in type means here. */
  readonly builtIn: Readonly<Record<string, string>>;
}

/** `Catch` of a state: its own entries first, then what happens to an error nobody catches. */
export function catchField(writer: ScopeWriter, failing: Failing): readonly Json[] {
  const { order } = writer;
  const own = failing.catch.flatMap((entry, index) => ownEntries(writer, failing, { ...entry, index }));
  const task = failing.step?.task;
  if (order.pastPivot(failing.name) === "always") return caught(writer, [...own, entryTo("States.ALL", () => stuckForward(writer))]);
  // An optional step undoes itself alone.
  const way =
    task?.optional === true
      ? { stack: [], target: (): string => wayWithout(writer, task.name, task.next) }
      : { stack: order.before(failing.name), target: (): string => failed(writer) };

  return caught(writer, [...own, ...entriesFor(writer, failing, { types: ["*"], ...way })]);
}

/** `next` writes the way there, which is done only for an entry that stands. */
interface CatchEntry {
  readonly errors: readonly string[];
  /** What the saga calls the error; null: as the machine does. */
  readonly type: string | null;
  readonly next: () => string;
}

function entryTo(error: string, next: () => string): CatchEntry {
  return { errors: [error], type: null, next };
}

// `States.ALL` stands alone and last; an error that is caught already is not caught again.
function caught(writer: ScopeWriter, entries: readonly CatchEntry[]): readonly Json[] {
  const seen = new Set<string>();
  return entries.flatMap(({ errors, type, next }): readonly Json[] => {
    const fresh = seen.has("States.ALL") ? [] : errors.filter((error) => !seen.has(error));
    for (const error of fresh) seen.add(error);
    const cause = "{% $states.errorOutput %}";
    const error: Json = type === null ? cause : { Error: type, Cause: "{% $states.errorOutput.Cause %}" };
    return fresh.length === 0 ? [] : [{ ErrorEquals: fresh, Assign: { [writer.error]: error }, Next: next() }];
  });
}

function ownEntries(writer: ScopeWriter, failing: Failing, entry: CatchModel & { readonly index: number }): readonly CatchEntry[] {
  if (entry.when !== null)
    tell(writer, failing.name, {
      field: "catch",
      kind: "changed",
      what: `The condition of catch entry ${entry.index + 1} is left out.`,
      remedy: "Ask for it in a Choice behind the entry.",
    });
  const stack = entry.compensate ? writer.order.before(failing.name) : [];

  return entriesFor(writer, failing, { types: entry.errors, stack, target: () => nameOf(writer, entry.next) });
}

interface Way {
  readonly types: readonly string[];
  readonly stack: readonly UndoLink[];
  readonly target: () => string;
}

// A refusal says that nothing happened; whatever else it was may have happened.
function entriesFor(writer: ScopeWriter, failing: Failing, { types, stack, target }: Way): readonly CatchEntry[] {
  const { name, step, builtIn } = failing;
  const codes = step === null ? NO_CODES : errorCodesOf(step);
  const clean = (): string => undoChain(writer, stack, target());
  const isForward = writer.order.pastPivot(name) === "always";
  const dirty = step === null || isForward ? clean : (): string => resolveDoubt(writer, step, stack, target());
  const named = codes.named.map(({ type, code, isDefinite }): CatchEntry => ({ errors: [code], type, next: isDefinite ? clean : dirty }));
  const refused: CatchEntry = { errors: codes.refused, type: "Refused", next: clean };

  return types.flatMap((type) => {
    if (type === "*") return [...named, ...(clean() === dirty() ? [] : [refused]), entryTo("States.ALL", dirty)];
    const entries = [
      ...named.filter((each) => each.type === type),
      ...(type === "Refused" ? [refused] : []),
      ...Object.entries(builtIn).flatMap(([each, error]) => (each === type ? [{ ...entryTo(error, dirty), type }] : [])),
    ];
    if (entries.length === 0)
      tell(writer, name, {
        field: "catch",
        kind: "dropped",
        what: `The error "${type}" has no counterpart and is not caught.`,
        remedy: "Catch the error of the task that means it.",
      });
    return entries;
  });
}
