import type { JsonObject } from "@skald/shared";
import { evaluateBoolean } from "../../../expression/render.ts";
import type { VerifyModel } from "../../../model/service-model.ts";
import { callKey } from "../call-key.ts";
import { freeName, nameOf, outputVariable, rememberDone, type ScopeWriter, valuesAt } from "../machine.ts";
import { acceptedErrors, httpTask } from "../states/http-task.ts";
import { retryField } from "../states/retries.ts";
import type { HttpCall, Step } from "../step.ts";
import { answerNames, callNames } from "../words/names.ts";
import { aslValue, expressionValue } from "../words/values.ts";

/** What is asked, and of which step. */
export interface Question {
  readonly step: Step;
  readonly verify: VerifyModel;
  readonly http: HttpCall;
}

/** Where the two answers lead, and where it leads to get none. */
export interface VerifyExits {
  readonly happened: string;
  readonly notDone: string;
  readonly unknown: string;
}

/** A state that asks whether a call with a lost answer happened. A machine takes each status but 2xx for an error. */
export function verifyState(writer: ScopeWriter, { step, verify, http }: Question, exits: VerifyExits): string {
  const state = step.task.name;
  const key = `verify ${state} ${exits.happened} ${exits.notDone} ${exits.unknown}`;
  const known = writer.chains.get(key);
  if (known !== undefined) return known;
  const name = freeName(writer.machine, `verify ${nameOf(writer, state)}`);
  writer.chains.set(key, name);

  const values = valuesAt(writer, state);
  const asked = { ...values, names: callNames(values, step.task.with) };
  const answer = { ...values, names: answerNames(asked.names) };
  const done = rememberDone(writer, state, true);
  const choice = freeName(writer.machine, `did ${nameOf(writer, state)} happen`);
  const variable = `happened_${nameOf(writer, state)}`;
  writer.written[name] = {
    ...httpTask(http, asked, callKey(writer, state, "/verify")),
    ...retryField(step.retry),
    Assign: {
      [variable]: expressionValue(verify.happened, answer),
      ...(verify.output === null ? {} : { [outputVariable(writer, state)]: aslValue(verify.output, answer) }),
    },
    Catch: [
      ...acceptedErrors(http.call).map((error): JsonObject => {
        const next = exits[answerOf(verify, Number(error.slice(-3)))];
        return {
          ErrorEquals: [error],
          ...(next === exits.happened ? { Assign: { [outputVariable(writer, state)]: null, ...done } } : {}),
          Next: next,
        };
      }),
      { ErrorEquals: ["States.ALL"], Next: exits.unknown },
    ],
    Next: choice,
  };
  writer.written[choice] = {
    Type: "Choice",
    Choices: [{ Condition: `{% $${variable} %}`, ...(Object.keys(done).length === 0 ? {} : { Assign: done }), Next: exits.happened }],
    Default: exits.notDone,
  };
  return name;
}

// The answer of an accepted status is lost with its error; what the status alone says is known beforehand.
function answerOf({ happened }: VerifyModel, status: number): keyof VerifyExits {
  const told = evaluateBoolean(happened, { response: { status } });
  if (!told.ok) return "unknown";

  return told.value ? "happened" : "notDone";
}
