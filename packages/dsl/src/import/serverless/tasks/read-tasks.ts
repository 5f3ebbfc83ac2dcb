import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { END, type Environment } from "../../flow/flow.ts";
import { passingNode, switchNode } from "../../flow/nodes.ts";
import { Refusal, TooComplex } from "../../session.ts";
import { boolText } from "../bool-text.ts";
import { expressionAt, fieldAt, tellAt, textIn } from "../place.ts";
import { addTask } from "./add-task.ts";
import { freeId, placeOf, type ResolveThen, type Target, type Task, type TaskList, type TaskScope } from "./flow-source.ts";

const DEPTH_MAX = 24;

/** Adds the nodes of a list of tasks; answers with the node to enter. */
export function addTasks(scope: TaskScope, { json, at, to }: TaskList): Target {
  if (scope.depth > DEPTH_MAX) throw new TooComplex();
  const items = itemsIn(json, at);
  const reserved = new Set<string>();
  const ids = items.map(({ name }) => {
    const id = freeId(scope, name, reserved);
    reserved.add(id);
    return id;
  });
  // A node holds each id until the task itself is put there: what is inside a task may not take the name of a later one.
  for (const [index, id] of ids.entries())
    scope.nodes.set(id, passingNode({ id, at: items[index]?.at ?? at, to, behind: (entry) => entry }));
  const targetOf = (then: Json | undefined, index: number): Target => {
    const next = ids[index + 1] ?? to;
    if (then === undefined || then === "continue") return next;
    if (then === "exit") return to;
    if (then === "end") return END;
    const found = items.findIndex(({ name }) => name === then);
    if (found === -1)
      throw new Refusal(
        [...(items[index]?.at ?? at), "then"],
        `No task of this list is called ${JSON.stringify(then)}.`,
        "Name a task of the same list, or continue, exit or end.",
      );
    return ids[found] ?? next;
  };
  for (const [index, item] of items.entries())
    addOne(scope, { id: ids[index] ?? item.name, ...item, to: targetOf(fieldAt(item.json, "then"), index) }, (then) =>
      targetOf(then, index),
    );

  return ids[0] ?? to;
}

interface Item {
  readonly name: string;
  readonly json: JsonObject;
  readonly at: Path;
}

function itemsIn(json: Json | undefined, at: Path): readonly Item[] {
  if (json === undefined || !isJsonArray(json))
    throw new Refusal(at, "A list of tasks is expected.", "Write a list whose items have one name each.");

  return json.map((item, index) => {
    const [entry] = isJsonObject(item) ? Object.entries(item) : [];
    const place = [...at, index];
    if (entry === undefined || !isJsonObject(entry[1]))
      throw new Refusal(place, "A task has a name and an object under it.", "Write - name: { … }.");
    return { name: entry[0], json: entry[1], at: [...place, entry[0]] };
  });
}

function addOne(scope: TaskScope, task: Task, resolveThen: ResolveThen): void {
  tellUnsupported(scope, task);
  const condition = textIn(task.json, "if");
  if (condition === undefined) {
    scope.nodes.delete(task.id);
    addTask(scope, task, resolveThen);
    return;
  }
  const inner = freeId(scope, `do ${task.id}`);
  const at = [...task.at, "if"];
  const when = (entry: Environment): string => boolText(expressionAt(condition, placeOf(scope, at, { entry })));
  scope.nodes.set(
    task.id,
    switchNode({
      id: task.id,
      at,
      cases: [{ to: inner, when, behind: (entry) => entry }],
      otherwise: { to: task.to, behind: (entry) => entry },
    }),
  );
  addTask(scope, { ...task, id: inner }, resolveThen);
}

function tellUnsupported(scope: TaskScope, { json, at, id }: Task): void {
  const timeout = fieldAt(json, "timeout");
  const isCall = ["call", "listen", "run"].some((field) => fieldAt(json, field) !== undefined);
  if (timeout !== undefined && !isCall)
    tellAt({ session: scope.source.session, at: [...at, "timeout"] }, "dropped", [
      `The time-out of "${id}" has no counterpart; calls and sagas have one.`,
      "Give its calls a timeout.",
    ]);
  for (const field of ["input", "output", "export"]) {
    const given = fieldAt(json, field);
    if (isJsonObject(given) && fieldAt(given, "schema") !== undefined)
      tellAt({ session: scope.source.session, at: [...at, field, "schema"] }, "dropped", [
        `The schema of the ${field} of "${id}" is not checked.`,
        "Put it under params or outputSchema of the operation.",
      ]);
  }
}
