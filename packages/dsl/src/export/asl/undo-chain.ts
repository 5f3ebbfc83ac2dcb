import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { memberOf } from "../../model/read-json.ts";
import { calledOperation, undoOfState } from "../called-operation.ts";
import { emitTask } from "./emit-task.ts";
import { acceptedErrors, httpTask } from "./http-task.ts";
import { callNames, undoNames } from "./names.ts";
import { retryField } from "./retries.ts";
import { freeName, type ScopeWriter, tell, untranslatedAt } from "./writer.ts";

/** One undo of a chain. `isCertain`: done on every way here. */
export interface UndoLink {
  readonly name: string;
  readonly isCertain: boolean;
}

/** The variable that remembers whether a state is done, where that differs by the way taken. */
export function doneVariable(state: string): string {
  return `done_${state}`;
}

/** The state where a chain of undos begins, which leads on to `target`; `target` itself when there is nothing to undo. */
export function undoChain(writer: ScopeWriter, links: readonly UndoLink[], target: string): string {
  const [first, ...rest] = links;
  if (first === undefined) return target;

  const next = undoChain(writer, rest, target);
  const key = `${first.name} ${first.isCertain} ${next}`;
  const known = writer.chains.get(key);
  if (known !== undefined) return known;

  const task = `${first.name} ${next}`;
  const undo = writer.chains.get(task) ?? writeUndo(writer, first.name, next);
  writer.chains.set(task, undo);
  const entry = first.isCertain || undo === next ? undo : writeQuestion(writer, first.name, { undo, next });
  writer.chains.set(key, entry);
  return entry;
}

/** Whether an undo reads the answer of what it undoes. */
export function readsAnswer(undo: JsonObject | null): boolean {
  return (
    undo !== null &&
    /\b(?:output|response)\b/.test(
      JSON.stringify(undo)
        .match(/\$\{[^}]*\}/g)
        ?.join(" ") ?? "",
    )
  );
}

function writeUndo(writer: ScopeWriter, state: string, next: string): string {
  const { machine, scope, order } = writer;
  const found = scope.states.get(state);
  const json = stateJson(writer, state);
  const undo = undoOfState(machine.saga, json, machine.scope);
  if (found === undefined || undo === null) return next;
  const task = undoTask(writer, state, { json, undo });
  if (task === null) {
    tell(writer, found, {
      field: "compensate",
      kind: "dropped",
      what: `The undo of "${state}" is no HTTP call and no event.`,
      remedy: "Write a state for it and lead the failures there.",
    });
    return next;
  }

  const name = freeName(machine, `undo ${writer.nameOf(state)}`);
  const accepted = acceptedErrors(memberOf(undo, "call"));
  const stuck = stuckState(writer);
  writer.states[name] = {
    ...task,
    ...retryField(memberOf(undo, "retry") ?? memberOf(memberOf(machine.saga, "compensation"), "retry")),
    ...(order.remembered.has(state) ? { Assign: { [doneVariable(writer.nameOf(state))]: false } } : {}),
    Catch: [...(accepted.length === 0 ? [] : [{ ErrorEquals: [...accepted], Next: next }]), { ErrorEquals: ["States.ALL"], Next: stuck }],
    Next: next,
  };
  return name;
}

function undoTask(
  writer: ScopeWriter,
  state: string,
  { json, undo }: { readonly json: Json; readonly undo: JsonObject },
): JsonObject | null {
  const { machine, scope } = writer;
  const untranslated = untranslatedAt(writer, { path: scope.states.get(state)?.path ?? [] });
  const names = undoNames(callNames(writer.names, memberOf(json, "with") ?? {}, untranslated), writer.nameOf(state));
  const event = memberOf(undo, "emit");
  if (isJsonObject(event)) return emitTask(event, { saga: machine.saga, names, untranslated });

  const call = memberOf(undo, "call");
  if (typeof call !== "string")
    return httpTask(call, calledOperation(machine.saga, memberOf(json, "call"), machine.scope), { names, untranslated });
  const called = calledOperation(machine.saga, call, machine.scope);
  const given = callNames(names, memberOf(undo, "with") ?? {}, untranslated);
  return called === null ? null : httpTask(memberOf(called.operation, "call"), called, { names: given, untranslated });
}

function writeQuestion(writer: ScopeWriter, state: string, { undo, next }: { readonly undo: string; readonly next: string }): string {
  const name = freeName(writer.machine, `is ${writer.nameOf(state)} done`);
  writer.states[name] = {
    Type: "Choice",
    Choices: [{ Condition: `{% $${doneVariable(writer.nameOf(state))} %}`, Next: undo }],
    Default: next,
  };

  return name;
}

/** Where an undo ends that gave up: a person is needed, and a machine has nobody to wait for. */
function stuckState(writer: ScopeWriter): string {
  const known = writer.chains.get("stuck");
  if (known !== undefined) return known;
  const name = freeName(writer.machine, "undo stuck");
  writer.chains.set("stuck", name);
  writer.states[name] = { Type: "Fail", Error: "UndoStuck", Cause: "An undo gave up. What is left has to be undone by hand." };

  return name;
}

/** A state of the scope as it stands in the document. */
export function stateJson({ machine, scope }: ScopeWriter, state: string): Json {
  let value: Json | undefined = machine.saga;
  for (const step of [...scope.path, "states", state]) value = memberOf(value, String(step));

  return value ?? {};
}
