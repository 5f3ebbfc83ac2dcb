import type { Json, JsonObject } from "@skald/shared";
import type { ChartState } from "../../model/chart.ts";
import { listAt, memberOf, membersAt, textAt, textItems, writtenAt } from "../../model/read-json.ts";
import { mapState, parallelState } from "./block-states.ts";
import { outputVariable } from "./names.ts";
import { secondsOf } from "./retries.ts";
import { askedBy, childState, emitState, type Onward, taskState, tokenState, type Written } from "./task-states.ts";
import { stateJson, undoChain } from "./undo-chain.ts";
import { aslValue, conditionValue, jsonataValue } from "./values.ts";
import { freeName, type ScopeWriter, tell, untranslatedAt } from "./writer.ts";

/** Writes one state of a scope, and whatever states it needs beside it. */
export function writeState(writer: ScopeWriter, state: ChartState): void {
  const json = stateJson(writer, state.name);
  const next = textAt(json, "next");
  const onward: Onward = next === null || !writer.scope.states.has(next) ? { End: true } : { Next: writer.nameOf(next) };

  // Its place is taken before the states beside it take theirs: a machine is read from top to bottom.
  writer.states[writer.nameOf(state.name)] = {};
  writer.states[writer.nameOf(state.name)] = stateOf({ writer, state, json, onward });
}

function stateOf(written: Written): JsonObject {
  const { writer, state, json, onward } = written;
  const values = { names: writer.names, untranslated: untranslatedAt(writer, state) };
  switch (state.type) {
    case "task":
      return taskState(written);
    case "switch":
      return {
        Type: "Choice",
        Choices: listAt(json, "cases").map((each) => ({
          Condition: conditionValue(writtenAt(each, "when"), values),
          Next: writer.nameOf(writtenAt(each, "next")),
        })),
        Default: writer.nameOf(writtenAt(json, "default")),
      };
    case "wait":
      return { Type: "Wait", ...waited(json, values), ...onward };
    case "set":
      return {
        Type: "Pass",
        Assign: Object.fromEntries(membersAt(json, "values").map(([name, value]) => [`vars_${name}`, aslValue(value, values) ?? null])),
        ...onward,
      };
    case "parallel":
      return parallelState(written);
    case "forEach":
      return mapState(written);
    case "listen":
      tell(writer, state, {
        kind: "changed",
        what: "No event is correlated: a message with a token goes to a queue.",
        remedy: "Let whoever hears the event send the token back (SendTaskSuccess).",
      });
      return choosing(written, listenEdges(json));
    case "human":
      tell(writer, state, {
        kind: "changed",
        what: "Nobody is asked: a message with a token goes to a queue.",
        remedy: "Ask in a system of your own, and send the token back with the outcome.",
      });
      return choosing(
        written,
        membersAt(json, "outcomes").map(([name, to]) => ({ field: "outcome", value: name, to: String(to) })),
      );
    case "emit":
      return emitState(written);
    case "saga":
      return childState(written);
    case "compensate":
      return { Type: "Pass", Next: undoChain(writer, chosen(written), "Next" in onward ? onward.Next : lastState(writer)) };
    case "succeed": {
      const output = memberOf(json, "output");
      return { Type: "Succeed", ...(output === undefined ? {} : { Output: aslValue(output, values) ?? null }) };
    }
    case "fail":
      return failing(written);
    default:
      tell(writer, state, {
        kind: "dropped",
        what: `A state of type "${state.type}" has no counterpart; the machine fails there.`,
        remedy: "Write it by hand.",
      });
      return { Type: "Fail", Error: "NotExpressed", Cause: `"${state.name}" is a ${state.type}, for which there is no counterpart.` };
  }
}

type Values = Parameters<typeof aslValue>[1];

function waited(json: Json, values: Values): JsonObject {
  const until = textAt(json, "until");
  if (until !== null) return { Timestamp: `{% $string(${jsonataValue(until, values) ?? "null"}) %}` };

  return { Seconds: secondsOf(writtenAt(json, "for", "1s")) };
}

interface Edge {
  readonly field: string;
  readonly value: string;
  readonly to: string;
}

function listenEdges(json: Json): readonly Edge[] {
  return listAt(json, "cases").flatMap((each) => {
    const [value, to] = [textAt(memberOf(each, "event"), "type") ?? textAt(each, "signal"), textAt(each, "next")];
    return value === null || to === null ? [] : [{ field: "type", value, to }];
  });
}

// What came back decides, in a choice behind it.
function choosing(written: Written, edges: readonly Edge[]): JsonObject {
  const { writer, state } = written;
  const [first] = edges;
  if (first === undefined) return tokenState(written, askedBy(written));

  const variable = outputVariable(writer.nameOf(state.name));
  const choice = freeName(writer.machine, `after ${writer.nameOf(state.name)}`);
  writer.states[choice] = {
    Type: "Choice",
    Choices: edges
      .slice(0, -1)
      .map(({ field, value, to }) => ({ Condition: `{% $${variable}.${field} = ${JSON.stringify(value)} %}`, Next: writer.nameOf(to) })),
    Default: writer.nameOf(edges.at(-1)?.to ?? first.to),
  };
  const only = edges.length === 1 ? writer.nameOf(first.to) : choice;
  if (edges.length === 1) delete writer.states[choice];
  return tokenState({ ...written, onward: { Next: only } }, askedBy(written));
}

function chosen({ writer, state, json }: Written): ReturnType<ScopeWriter["order"]["before"]> {
  const only = textItems(listAt(json, "only"));
  const all = writer.order.before(state.name);

  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
}

function lastState(writer: ScopeWriter): string {
  const name = freeName(writer.machine, "end");
  writer.states[name] = { Type: "Pass", End: true };

  return name;
}

// A saga that fails undoes everything first; a machine has to be told each undo.
function failing({ writer, state, json }: Written): JsonObject {
  const error = memberOf(json, "error");
  const values = { names: writer.names, untranslated: untranslatedAt(writer, state) };
  const fail: JsonObject = {
    Type: "Fail",
    Error: writtenAt(error, "type", "Failed"),
    Cause: aslValue(writtenAt(error, "detail"), values) ?? "",
  };
  const links = writer.order.before(state.name);
  if (links.length === 0) return fail;

  const end = freeName(writer.machine, `${writer.nameOf(state.name)} undone`);
  writer.states[end] = fail;
  return { Type: "Pass", Next: undoChain(writer, links, end) };
}
