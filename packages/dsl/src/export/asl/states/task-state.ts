import type { Json, JsonObject } from "@skald/shared";
import type { TaskState } from "../../../model/saga-model.ts";
import { callKey } from "../call-key.ts";
import { wayWithout } from "../ends.ts";
import { outputVariable, rememberDone, type ScopeWriter, tell, valuesAt } from "../machine.ts";
import { type Step, stepOf } from "../step.ts";
import { catchField } from "../undo/catch-field.ts";
import { errorCodesOf, retriedErrors } from "../undo/error-codes.ts";
import { answerNames, callNames } from "../words/names.ts";
import { aslValue } from "../words/values.ts";
import { httpTask } from "./http-task.ts";
import { retryField, retryForEver } from "./retries.ts";
import { tellTaskLosses } from "./task-losses.ts";
import { goOn, secondsAt } from "./written.ts";

/** A task: an HTTP call, or a function or an activity where it is none. */
export function taskState(writer: ScopeWriter, task: TaskState): JsonObject {
  const step = stepOf(task, writer.machine);
  const codes = errorCodesOf(step);
  tellTaskLosses(writer, step, codes);
  const { work, output } = workOf(writer, step);
  const going = goOn(writer, task, output);
  const field = catchField(writer, { name: task.name, catch: task.catch, step, builtIn: BUILT_IN });
  const retried = retriedErrors(codes);
  // Behind the pivot nobody can be asked: it is tried until it works, unless the saga has another way.
  const isForEver = writer.order.pastPivot(task.name) === "always" && task.catch.length === 0;

  return {
    ...work,
    TimeoutSeconds: secondsAt(writer, task.name, { field: "timeout", ms: step.timeoutMs }),
    ...(isForEver ? retryForEver(retried.never) : retryField(step.retry, retried)),
    Catch: [...accepted(writer, step, codes.accepted), ...field],
    ...going,
    Assign: { ...going.Assign, ...sealed(writer, step) },
  };
}

const BUILT_IN = { Timeout: "States.Timeout", Unavailable: "States.Http.Socket", ExpressionError: "States.QueryEvaluationError" };

// The success of a pivot closes the way back: what was remembered for it is forgotten.
function sealed(writer: ScopeWriter, { task, kind }: Step): JsonObject {
  if (kind !== "pivot") return {};

  return Object.assign({}, ...writer.order.before(task.name).map(({ name }) => rememberDone(writer, name, false))) as JsonObject;
}

// A status that counts as success is an error of the machine; it leads where success does, without an output.
function accepted(writer: ScopeWriter, step: Step, codes: readonly string[]): readonly Json[] {
  const { name, next } = step.task;
  if (codes.length === 0) return [];
  tell(writer, name, {
    field: "call",
    kind: "changed",
    what: "After an accepted status other than 2xx there is no output.",
    remedy: "Let nobody read the output then.",
  });
  const assign = { [outputVariable(writer, name)]: null, ...rememberDone(writer, name, true), ...sealed(writer, step) };

  return [{ ErrorEquals: codes, Assign: assign, Next: wayWithout(writer, name, next) }];
}

interface Work {
  readonly work: JsonObject;
  readonly output: Json;
}

function workOf(writer: ScopeWriter, { task, http, output }: Step): Work {
  const values = valuesAt(writer, task.name);
  if (http === null) return { work: otherTask(writer, task), output: "{% $states.result %}" };
  const named = { ...values, names: callNames(values, task.with) };
  const key = task.idempotencyKey === null ? callKey(writer, task.name, "") : aslValue(task.idempotencyKey, values);

  return { work: httpTask(http, named, key), output: aslValue(output, { ...named, names: answerNames(named.names) }) };
}

// A worker, or an operation that is no HTTP call: an activity or a function of that name takes its place.
function otherTask(writer: ScopeWriter, task: TaskState): JsonObject {
  const { call, name: state } = task;
  const given = aslValue(task.with, valuesAt(writer, state));
  const isWorker = call.kind === "worker";
  const label = call.kind === "operation" ? `${call.service}.${call.operation}` : state;
  const name = (isWorker ? call.queue : label).replaceAll(/[^A-Za-z0-9]/g, "_");
  tell(writer, state, {
    field: "call",
    kind: "changed",
    what: `"${state}" calls ${isWorker ? "a worker" : "an operation whose catalogue is not known, or that is no HTTP call"}.`,
    remedy: isWorker ? `Deploy an activity as \${${name}Arn}.` : `Give its catalogue, or deploy a function as \${${name}Arn}.`,
  });
  if (isWorker) return { Type: "Task", Resource: `\${${name}Arn}`, Arguments: given };

  return { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Arguments: { FunctionName: `\${${name}Arn}`, Payload: given } };
}
