import type { Json, JsonObject } from "@skald/shared";
import type { HumanState, ListenState } from "../../../model/saga-model.ts";
import { assignError, uncaught, wayOn } from "../ends.ts";
import { freeName, nameOf, outputVariable, rememberDone, type ScopeWriter, tell, valuesAt } from "../machine.ts";
import { catchField } from "../undo/catch-field.ts";
import { aslValue } from "../words/values.ts";
import { secondsAt } from "./written.ts";

/** An event or a signal that is waited for. */
export function listenState(writer: ScopeWriter, state: ListenState): JsonObject {
  tell(writer, state.name, {
    kind: "changed",
    what: "No event is correlated: a message with a token goes to a queue.",
    remedy: "Let whoever hears the event send the token back (SendTaskSuccess).",
  });
  const ways = state.cases.map(({ awaits, next }) => ({ field: "type", value: awaits.kind === "event" ? awaits.type : awaits.name, next }));

  return tokenState(writer, state, { ways, asked: { events: ways.map(({ value }) => value) } });
}

/** A person who is waited for. */
export function humanState(writer: ScopeWriter, state: HumanState): JsonObject {
  tell(writer, state.name, {
    kind: "changed",
    what: "Nobody is asked: a message with a token goes to a queue.",
    remedy: "Ask in a system of your own, and send the token back with the outcome.",
  });
  if (state.fourEyes)
    tell(writer, state.name, {
      field: "fourEyes",
      kind: "dropped",
      what: "Whoever started the execution may answer.",
      remedy: "Refuse it where you ask.",
    });
  const { assign, form } = state;
  const ways = Object.entries(state.outcomes).map(([value, next]) => ({ field: "outcome", value, next }));

  return tokenState(writer, state, {
    ways,
    asked: {
      outcomes: ways.map(({ value }) => value),
      ...(assign === null ? {} : { assign: aslValue(assign, valuesAt(writer, state.name)) }),
      ...(form === null ? {} : { form }),
    },
  });
}

interface Asking {
  readonly ways: readonly { readonly field: string; readonly value: string; readonly next: string | null }[];
  /** What the message with the token says. */
  readonly asked: JsonObject;
}

// It hands out a token and waits until it is given back.
function tokenState(writer: ScopeWriter, state: ListenState | HumanState, { ways, asked }: Asking): JsonObject {
  const { name, timeoutMs, onTimeout } = state;
  const field = catchField(writer, { ...state, step: null, builtIn: { Timeout: "States.Timeout" } });
  const elapsed: readonly Json[] = onTimeout === null ? [] : [{ ErrorEquals: ["States.Timeout"], Next: nameOf(writer, onTimeout) }];

  return {
    Type: "Task",
    Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    Arguments: {
      QueueUrl: "${waitingQueueUrl}",
      MessageBody: { state: name, token: "{% $states.context.Task.Token %}", ...asked },
    },
    ...(timeoutMs === null ? {} : { TimeoutSeconds: secondsAt(writer, name, { field: "timeout", ms: timeoutMs }) }),
    Assign: { [outputVariable(writer, name)]: "{% $states.result %}", ...rememberDone(writer, name, true) },
    Catch: [...elapsed, ...field],
    Next: wayBehind(writer, name, ways),
  };
}

// What came back decides, in a choice behind it. A value nobody asked for is a failure, as it is in a saga.
function wayBehind(writer: ScopeWriter, state: string, ways: Asking["ways"]): string {
  const [only, ...others] = ways;
  if (only !== undefined && others.length === 0) return wayOn(writer, state, only.next);

  const variable = outputVariable(writer, state);
  const choice = freeName(writer.machine, `after ${nameOf(writer, state)}`);
  writer.written[choice] = {
    Type: "Choice",
    Choices: ways.map(({ field, value, next }) => ({
      Condition: `{% $${variable}.${field} = ${JSON.stringify(value)} %}`,
      Next: wayOn(writer, state, next),
    })),
    Assign: assignError(writer, "OutputInvalid", `What "${state}" was answered with is none of what it asked for.`),
    Default: uncaught(writer, state),
  };
  return choice;
}
