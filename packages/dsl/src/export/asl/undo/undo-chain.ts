import type { Json, JsonObject } from "@skald/shared";
import { mustGet } from "../../../model/must-get.ts";
import { callKey } from "../call-key.ts";
import { isDoneCondition, nameOf, outputVariable, rememberDone, type ScopeWriter, tell, valuesAt, writeOnce } from "../machine.ts";
import { emitTask } from "../states/emit-task.ts";
import { acceptedErrors, httpTask } from "../states/http-task.ts";
import { retryField, retryForEver } from "../states/retries.ts";
import type { Undo } from "../step.ts";
import { expressionsIn } from "../words/expressions-in.ts";
import { callNames } from "../words/names.ts";
import { namesFrom } from "../words/names-from.ts";
import type { UndoLink } from "./undo-order.ts";

/** The state where a chain of undos begins, which leads on to `target`; `target` itself when there is nothing to undo. */
export function undoChain(writer: ScopeWriter, links: readonly UndoLink[], target: string): string {
  const [first, ...rest] = links;
  if (first === undefined) return target;

  const next = undoChain(writer, rest, target);
  const undo = writeUndo(writer, first.name, next);
  if (first.isCertain || undo === next) return undo;

  return writeOnce(
    writer,
    { key: `is ${first.name} ${next}`, wanted: `is ${nameOf(writer, first.name)} done` },
    {
      Type: "Choice",
      Choices: [{ Condition: isDoneCondition(writer, first.name), Next: undo }],
      Default: next,
    },
  );
}

function writeUndo(writer: ScopeWriter, state: string, next: string): string {
  const task = undoTask(writer, state, mustGet(writer.undos, state), next);
  if (task !== null) return writeOnce(writer, { key: `undo ${state} ${next}`, wanted: `undo ${nameOf(writer, state)}` }, task);

  tell(writer, state, {
    field: "compensate",
    kind: "dropped",
    what: `The undo of "${state}" is no HTTP call and no event.`,
    remedy: "Write a state for it and lead the failures there.",
  });
  return next;
}

function undoTask(writer: ScopeWriter, state: string, undo: Undo, next: string): JsonObject | null {
  const { saga } = writer.machine;
  const names = namesFrom(new Map([["output", `$${outputVariable(writer, state)}`]]), writer.names);
  const values = valuesAt(writer, state, names);
  const undone = rememberDone(writer, state, false);
  const assign = Object.keys(undone).length === 0 ? {} : { Assign: undone };
  if (undo.kind === "emit")
    return { ...emitTask(undo.event, saga, values), ...retryForEver([]), ...assign, ...stuck(writer, []), Next: next };
  if (undo.http === null) return null;

  tellMovedValues(writer, state, undo);
  const task = httpTask(undo.http, { ...values, names: callNames(values, undo.given) }, callKey(writer, state, "/undo"));
  const accepted = acceptedErrors(undo.http.call).map((error): Json => ({ ErrorEquals: [error], ...assign, Next: next }));
  const retry = saga.compensation.onFailure === "retryForever" ? retryForEver([]) : retryField(undo.retry);
  return { ...task, ...retry, ...assign, ...stuck(writer, accepted), Next: next };
}

// In a saga an undo reads what its call was given; a machine renders it anew from values that may have moved on.
function tellMovedValues(writer: ScopeWriter, state: string, { given }: Extract<Undo, { readonly kind: "call" }>): void {
  if (expressionsIn(given).some((source) => /\bvars\b/.test(source)))
    tell(writer, state, {
      field: "with",
      kind: "changed",
      what: `The undo of "${state}" reads vars as they are by then.`,
      remedy: "Set a value once, or under a name of its own.",
    });
}

// Where an undo ends that gave up: a person is needed, and a machine has nobody to wait for.
function stuck(writer: ScopeWriter, accepted: readonly Json[]): JsonObject {
  const end = writeOnce(
    writer,
    { key: "stuck", wanted: "undo stuck" },
    {
      Type: "Fail",
      Error: "UndoStuck",
      Cause: "An undo gave up. What is left has to be undone by hand.",
    },
  );

  return { Catch: [...accepted, { ErrorEquals: ["States.ALL"], Next: end }] };
}
