import type { Json, JsonObject } from "@skald/shared";
import type { ChildState, CompensateState, EmitState, StateModel, WaitState } from "../../../model/saga-model.ts";
import { wayWithout } from "../ends.ts";
import { freeName, nameOf, type ScopeWriter, tell, valuesAt } from "../machine.ts";
import { catchField } from "../undo/catch-field.ts";
import { undoChain } from "../undo/undo-chain.ts";
import { isChosen } from "../undo/undo-order.ts";
import { aslValue, expressionValue, jsonataValue } from "../words/values.ts";
import { mapState, parallelState } from "./block-states.ts";
import { emitTask } from "./emit-task.ts";
import { retryForEver } from "./retries.ts";
import { taskState } from "./task-state.ts";
import { humanState, listenState } from "./token-state.ts";
import { goOn, goOnWithout, secondsAt } from "./written.ts";

/** Writes one state of a scope, and whatever states it needs beside it. */
export function writeState(writer: ScopeWriter, state: StateModel): void {
  const name = nameOf(writer, state.name);
  // Its place is taken before the states beside it take theirs: a machine is read from top to bottom.
  writer.written[name] = {};
  writer.written[name] = stateOf(writer, state);
}

function stateOf(writer: ScopeWriter, state: StateModel): JsonObject {
  const values = valuesAt(writer, state.name);
  switch (state.type) {
    case "task":
      return taskState(writer, state);
    case "switch":
      return {
        Type: "Choice",
        Choices: state.cases.map(({ when, next }) => ({ Condition: expressionValue(when, values), Next: nameOf(writer, next) })),
        Default: nameOf(writer, state.default),
      };
    case "wait":
      return { Type: "Wait", ...waited(writer, state), ...goOnWithout(writer, state) };
    case "set":
      return {
        Type: "Pass",
        Assign: Object.fromEntries(
          Object.entries(state.values).map(([name, value]) => [`${writer.variables.get(name)}`, aslValue(value, values)]),
        ),
        Next: wayWithout(writer, state.name, state.next),
      };
    case "parallel":
      return parallelState(writer, state);
    case "forEach":
      return mapState(writer, state);
    case "listen":
      return listenState(writer, state);
    case "human":
      return humanState(writer, state);
    case "emit":
      return emitState(writer, state);
    case "saga":
      return childState(writer, state);
    case "compensate":
      return { Type: "Pass", Next: undoChain(writer, chosen(writer, state), wayWithout(writer, state.name, state.next)) };
    case "succeed":
      return { Type: "Succeed", Output: aslValue(state.output, values) };
    case "fail":
      return failing(writer, state.name, { Error: state.error.type, Cause: aslValue(state.error.detail, values) });
    case "transaction":
      tell(writer, state.name, {
        kind: "dropped",
        what: "A two-phase group has no counterpart; the machine undoes what is done and fails there.",
        remedy: "Write it by hand.",
      });
      return failing(writer, state.name, { Error: "NotExpressed", Cause: `"${state.name}" is a two-phase group.` });
  }
}

function waited(writer: ScopeWriter, { name, forMs, until }: WaitState): JsonObject {
  if (until !== null) return { Timestamp: `{% $string(${jsonataValue(until, valuesAt(writer, name))}) %}` };

  return { Seconds: secondsAt(writer, name, { field: "for", ms: forMs ?? 0 }) };
}

// It is sent until it is accepted: an event never fails a saga, but an expression in it does.
function emitState(writer: ScopeWriter, state: EmitState): JsonObject {
  tell(writer, state.name, {
    kind: "changed",
    what: "The event goes to a bus and not through the outbox of a commit.",
    remedy: "Set ${eventBusName}; make its readers idempotent.",
  });

  return {
    ...emitTask(state.event, writer.machine.saga, valuesAt(writer, state.name)),
    ...retryForEver([]),
    Catch: catchField(writer, { name: state.name, catch: [], step: null, builtIn: {} }),
    ...goOnWithout(writer, state),
  };
}

// A child saga: another machine, waited for.
function childState(writer: ScopeWriter, state: ChildState): JsonObject {
  const { namespace, name } = state.saga;
  const variable = `${namespace}/${name}`.replaceAll(/[^A-Za-z0-9]/g, "_");
  tell(writer, state.name, {
    kind: "changed",
    what: `The child "${namespace}/${name}" is a machine of its own, and not undone with this one.`,
    remedy: `Export it, and deploy it as \${${variable}Arn}.`,
  });

  return {
    Type: "Task",
    Resource: "arn:aws:states:::states:startExecution.sync:2",
    Arguments: { StateMachineArn: `\${${variable}Arn}`, Input: aslValue(state.input, valuesAt(writer, state.name)) },
    Catch: catchField(writer, { ...state, step: null, builtIn: { ChildFailed: "States.ALL" } }),
    ...goOn(writer, state, "{% $states.result.Output %}"),
  };
}

function chosen(writer: ScopeWriter, { name, only }: CompensateState): ReturnType<ScopeWriter["order"]["before"]> {
  return writer.order.before(name).filter((link) => isChosen(only, link.name));
}

// A saga that fails undoes everything first; a machine has to be told each undo.
function failing(writer: ScopeWriter, state: string, error: { readonly Error: string; readonly Cause: Json }): JsonObject {
  const fail: JsonObject = { Type: "Fail", ...error };
  const links = writer.order.before(state);
  if (links.length === 0) return fail;

  const end = freeName(writer.machine, `${nameOf(writer, state)} undone`);
  writer.written[end] = fail;
  return { Type: "Pass", Next: undoChain(writer, links, end) };
}
