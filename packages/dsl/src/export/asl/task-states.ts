import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { ChartState } from "../../model/chart.ts";
import { listAt, memberOf, membersAt, textAt } from "../../model/read-json.ts";
import { calledOperation } from "../called-operation.ts";
import { emitTask } from "./emit-task.ts";
import { catchField } from "./failures.ts";
import { acceptedErrors, httpTask, readsSecrets } from "./http-task.ts";
import { answerNames, callNames, outputVariable } from "./names.ts";
import { isRounded, RETRY_FOR_EVER, retryField, secondsOf } from "./retries.ts";
import { doneVariable } from "./undo-chain.ts";
import { aslValue } from "./values.ts";
import { type ScopeWriter, tell, untranslatedAt } from "./writer.ts";

/** How a state goes on. */
export type Onward = { readonly Next: string } | { readonly End: true };

/** A state of the saga that is being written. */
export interface Written {
  readonly writer: ScopeWriter;
  readonly state: ChartState;
  readonly json: Json;
  readonly onward: Onward;
}

/** A task: an HTTP call, or a function where the catalogue is not known. */
export function taskState({ writer, state, json, onward }: Written): JsonObject {
  const { machine } = writer;
  const untranslated = untranslatedAt(writer, state);
  const called = calledOperation(machine.saga, memberOf(json, "call"), machine.scope);
  const call = called === null ? memberOf(json, "call") : memberOf(called.operation, "call");
  const given = memberOf(json, "with") ?? {};
  const names = called === null ? writer.names : callNames(writer.names, given, untranslated);
  const http = httpTask(call, called, { names, untranslated });
  tellTaskLosses({ writer, state, json, onward }, called?.operation);

  const output = memberOf(json, "output") ?? memberOf(called?.operation, "output") ?? "${ response.body }";
  const result = http === null ? "{% $states.result %}" : aslValue(output, { names: answerNames(names), untranslated });
  const retry = memberOf(json, "retry") ?? memberOf(called?.operation, "retry") ?? memberOf(called?.service, "retry");
  const timeout = textAt(json, "timeout") ?? textAt(called?.operation, "timeout") ?? textAt(called?.service, "timeout");
  return {
    ...(http ?? otherTask({ writer, state, json, onward }, call)),
    ...(timeout === null ? {} : { TimeoutSeconds: secondsOf(timeout) }),
    ...(writer.order.isPastPivot(state.name) ? RETRY_FOR_EVER : retryField(retry)),
    Assign: {
      [outputVariable(writer.nameOf(state.name))]: result ?? null,
      ...(writer.order.remembered.has(state.name) ? { [doneVariable(writer.nameOf(state.name))]: true } : {}),
    },
    ...withAccepted(catchField(writer, state), acceptedErrors(call), onward),
    ...onward,
  };
}

// A status that counts as success is an error of the machine; it leads where success does, without an output.
function withAccepted(field: JsonObject, accepted: readonly string[], onward: Onward): JsonObject {
  if (accepted.length === 0 || !("Next" in onward)) return field;

  return { Catch: [{ ErrorEquals: accepted, Next: onward.Next }, ...listAt(field, "Catch")] };
}

// A worker, or an operation nobody knows: a function of that name takes its place.
function otherTask({ writer, state, json }: Written, call: Json | undefined): JsonObject {
  const untranslated = untranslatedAt(writer, state);
  const worker = textAt(memberOf(call, "worker"), "queue");
  const given = aslValue(memberOf(json, "with") ?? {}, { names: writer.names, untranslated }) ?? {};
  const name = (worker ?? (typeof call === "string" ? call : state.name)).replaceAll(/[^A-Za-z0-9]/g, "_");
  tell(writer, state, {
    field: "call",
    kind: "changed",
    what: `"${state.name}" calls ${worker === null ? "an operation whose catalogue is not known, or that is no HTTP call" : "a worker"}.`,
    remedy: worker === null ? `Give its catalogue, or deploy a function as \${${name}Arn}.` : `Deploy an activity as \${${name}Arn}.`,
  });
  if (worker !== null) return { Type: "Task", Resource: `\${${name}Arn}`, Arguments: given };

  return { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Arguments: { FunctionName: `\${${name}Arn}`, Payload: given } };
}

function tellTaskLosses({ writer, state, json }: Written, operation: JsonObject | undefined): void {
  const both = (field: string): boolean => memberOf(json, field) !== undefined || memberOf(operation, field) !== undefined;
  const dropped: readonly (readonly [string, string, string])[] = [
    ["lock", "The lock is not taken.", "Take it in a state before, in a table of your own."],
    ["await", "The callback is not waited for.", "Use a task with a token (.waitForTaskToken)."],
    ["idempotencyKey", "The key is not sent.", "Send it in a header."],
    ["twoPhase", "The operation speaks two phases; only its call is made.", "Write the phases as states."],
  ];
  for (const [field, what, remedy] of dropped) if (both(field)) tell(writer, state, { field, kind: "dropped", what, remedy });
  if (isRounded(memberOf(json, "retry") ?? memberOf(operation, "retry")))
    tell(writer, state, {
      field: "retry",
      kind: "changed",
      what: "Delays are whole seconds, at least one.",
      remedy: "Accept it, or retry inside the service.",
    });
  if (readsSecrets(memberOf(operation, "call") ?? null))
    tell(writer, state, {
      field: "call",
      kind: "dropped",
      what: "A header with a secret is left out.",
      remedy: "Put it into the connection.",
    });
}

/** An event sent. */
export function emitState({ writer, state, json, onward }: Written): JsonObject {
  const untranslated = untranslatedAt(writer, state);
  tell(writer, state, {
    kind: "changed",
    what: "The event goes to a bus and not through the outbox of a commit.",
    remedy: "Set ${eventBusName}; make its readers idempotent.",
  });

  return {
    ...emitTask(memberOf(json, "event") ?? {}, { saga: writer.machine.saga, names: writer.names, untranslated }),
    ...retryField({}),
    ...(writer.order.remembered.has(state.name) ? { Assign: { [doneVariable(writer.nameOf(state.name))]: true } } : {}),
    ...onward,
  };
}

/** A child saga: another machine, waited for. */
export function childState({ writer, state, json, onward }: Written): JsonObject {
  const reference = textAt(json, "saga") ?? state.name;
  const name = (reference.split("@")[0] ?? reference).replaceAll(/[^A-Za-z0-9]/g, "_");
  tell(writer, state, {
    kind: "changed",
    what: `The child "${reference}" is a machine of its own, and not undone with this one.`,
    remedy: `Export it, and deploy it as \${${name}Arn}.`,
  });

  return {
    Type: "Task",
    Resource: "arn:aws:states:::states:startExecution.sync:2",
    Arguments: {
      StateMachineArn: `\${${name}Arn}`,
      Input: aslValue(memberOf(json, "input") ?? {}, { names: writer.names, untranslated: untranslatedAt(writer, state) }) ?? {},
    },
    Assign: { [outputVariable(writer.nameOf(state.name))]: "{% $states.result.Output %}" },
    ...catchField(writer, state),
    ...onward,
  };
}

/** A state that waits for somebody outside: it hands out a token and waits until it is given back. */
export function tokenState({ writer, state, json, onward }: Written, asked: JsonObject): JsonObject {
  const timeout = textAt(json, "timeout");
  const onTimeout = textAt(json, "onTimeout");
  const field = catchField(writer, state);
  const elapsed = onTimeout === null ? [] : [{ ErrorEquals: ["States.Timeout"], Next: writer.nameOf(onTimeout) }];

  return {
    Type: "Task",
    Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    Arguments: {
      QueueUrl: "${waitingQueueUrl}",
      MessageBody: { state: state.name, token: "{% $states.context.Task.Token %}", ...asked },
    },
    ...(timeout === null ? {} : { TimeoutSeconds: secondsOf(timeout) }),
    Assign: { [outputVariable(writer.nameOf(state.name))]: "{% $states.result %}" },
    Catch: [...elapsed, ...listAt(field, "Catch")],
    ...onward,
  };
}

/** What a `listen` or `human` state asks for, as the message that carries the token. */
export function askedBy({ writer, state, json }: Written): JsonObject {
  const values = { names: writer.names, untranslated: untranslatedAt(writer, state) };
  const cases = listAt(json, "cases").length > 0 ? listAt(json, "cases") : [json];
  const events = cases.flatMap((each) => textAt(memberOf(each, "event"), "type") ?? textAt(each, "signal") ?? []);
  const outcomes = membersAt(json, "outcomes").map(([name]) => name);
  const assign = memberOf(json, "assign");

  return {
    ...(events.length === 0 ? {} : { events }),
    ...(outcomes.length === 0 ? {} : { outcomes }),
    ...(assign === undefined ? {} : { assign: aslValue(assign, values) ?? null }),
    ...(isJsonObject(memberOf(json, "form")) ? { form: memberOf(json, "form") ?? null } : {}),
  };
}
