import type { Json, JsonObject } from "@skald/shared";
import { nameOf, outputVariable, type ScopeWriter, tell, valuesAt, writeOnce } from "./machine.ts";
import { undoChain } from "./undo/undo-chain.ts";
import { aslValue } from "./words/values.ts";

/** Where a state leads: to the next one, or out of its branch or body with its own output. */
export function wayOn(writer: ScopeWriter, state: string, next: string | null): string {
  return next === null ? scopeEnd(writer, state, `{% $${outputVariable(writer, state)} %}`) : nameOf(writer, next);
}

/** Where a state leads that has no output. */
export function wayWithout(writer: ScopeWriter, state: string, next: string | null): string {
  return next === null ? scopeEnd(writer, state, null) : nameOf(writer, next);
}

// What comes out of a branch or body is what it says, else the output of the state that ended.
function scopeEnd(writer: ScopeWriter, state: string, own: Json): string {
  const { output } = writer.place.scope;
  const value = output === null ? own : aslValue(output, valuesAt(writer, state));

  return writeOnce(
    writer,
    { key: `end ${JSON.stringify(value)}`, wanted: `end of ${nameOf(writer, state)}` },
    {
      Type: "Pass",
      Output: value,
      End: true,
    },
  );
}

/** Where an error leads that nobody catches: everything is undone, or nothing any more. */
export function uncaught(writer: ScopeWriter, state: string): string {
  if (writer.order.pastPivot(state) === "always") return stuckForward(writer);

  return undoChain(writer, writer.order.before(state), failed(writer));
}

/** Where a machine ends that has undone everything. */
export function failed(writer: ScopeWriter): string {
  return writeFail(writer, "failed", `{% $${writer.error}.Error %}`);
}

/** Where a machine ends behind the pivot: the way back is closed. */
export function stuckForward(writer: ScopeWriter): string {
  return writeFail(writer, "stuck forward", "StuckForward");
}

/** Where a machine ends that cannot know whether a step happened: a person would have to say it. */
export function outcomeUnknown(writer: ScopeWriter, state: string, why: string): string {
  tell(writer, state, {
    kind: "changed",
    what: `When nobody can say whether "${state}" happened, the execution ends: ${why}.`,
    remedy: "Alarm on the error OutcomeUnknown.",
  });

  return writeFail(writer, "outcome unknown", "OutcomeUnknown");
}

function writeFail(writer: ScopeWriter, wanted: string, error: string): string {
  return writeOnce(writer, { key: wanted, wanted }, { Type: "Fail", Error: error, Cause: `{% $${writer.error}.Cause %}` });
}

/** What is assigned to the variable of the error where the machine itself finds one. */
export function assignError(writer: ScopeWriter, type: string, cause: string): JsonObject {
  return { [writer.error]: { Error: type, Cause: cause } };
}
