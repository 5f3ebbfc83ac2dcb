import type { Json } from "@skald/shared";
import type { ChartState } from "../../model/chart.ts";
import { flagAt, memberOf, writtenAt } from "../../model/read-json.ts";
import { calledOperation } from "../called-operation.ts";
import { acceptedErrors, httpTask } from "./http-task.ts";
import { answerNames, callNames, outputVariable } from "./names.ts";
import { retryField } from "./retries.ts";
import { doneVariable, stateJson } from "./undo-chain.ts";
import { aslValue, conditionValue } from "./values.ts";
import { freeName, type ScopeWriter, untranslatedAt } from "./writer.ts";

/** Where the two answers lead, and where it leads to get none. */
export interface VerifyExits {
  readonly happened: string;
  readonly notDone: string;
  readonly unknown: string;
}

/** The `verify` of a state, its own or its operation's. */
export function verifyOf({ machine }: ScopeWriter, json: Json): Json | undefined {
  return memberOf(json, "verify") ?? memberOf(calledOperation(machine.saga, memberOf(json, "call"), machine.scope)?.operation, "verify");
}

/** Whether "not happened" needs no undo. */
export function isConclusive(verify: Json): boolean {
  return flagAt(verify, "conclusive");
}

/**
 * A state that asks whether a call with a lost answer happened. A machine takes each status but 2xx for an error, so
 * an accepted one can be told apart only by its code: it means "not happened" unless the expression says that code.
 */
export function verifyState(writer: ScopeWriter, state: ChartState, exits: VerifyExits): string | null {
  const { machine } = writer;
  const json = stateJson(writer, state.name);
  const verify = verifyOf(writer, json);
  const called = calledOperation(machine.saga, memberOf(json, "call"), machine.scope);
  const untranslated = untranslatedAt(writer, state);
  const names = called === null ? writer.names : callNames(writer.names, memberOf(json, "with") ?? {}, untranslated);
  const task = httpTask(memberOf(verify, "call"), called, { names, untranslated });
  if (task === null || verify === undefined) return null;

  const key = `verify ${state.name} ${exits.happened} ${exits.notDone} ${exits.unknown}`;
  const known = writer.chains.get(key);
  if (known !== undefined) return known;
  const answer = { names: answerNames(names), untranslated };
  const happened = writtenAt(verify, "happened", "${ false }");
  const output = memberOf(verify, "output");
  const name = freeName(machine, `verify ${writer.nameOf(state.name)}`);
  const choice = freeName(machine, `did ${writer.nameOf(state.name)} happen`);
  const remembered = writer.order.remembered.has(state.name) ? { Assign: { [doneVariable(writer.nameOf(state.name))]: true } } : {};
  writer.chains.set(key, name);

  writer.states[name] = {
    ...task,
    ...retryField({}),
    Assign: {
      [`happened_${writer.nameOf(state.name)}`]: conditionValue(happened, answer),
      ...(output === undefined ? {} : { [outputVariable(writer.nameOf(state.name))]: aslValue(output, answer) ?? null }),
    },
    Catch: [
      ...acceptedErrors(memberOf(verify, "call")).map((error) => ({
        ErrorEquals: [error],
        Next: happened.includes(`== ${error.slice(-3)}`) ? exits.happened : exits.notDone,
      })),
      { ErrorEquals: ["States.ALL"], Next: exits.unknown },
    ],
    Next: choice,
  };
  writer.states[choice] = {
    Type: "Choice",
    Choices: [{ Condition: `{% $happened_${writer.nameOf(state.name)} %}`, ...remembered, Next: exits.happened }],
    Default: exits.notDone,
  };
  return name;
}
