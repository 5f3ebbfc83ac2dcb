import { isJsonArray, isJsonObject, type Json } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { END, type Environment } from "../../flow/flow.ts";
import { passingNode, switchNode } from "../../flow/nodes.ts";
import { Refusal } from "../../session.ts";
import { conditionText } from "../condition.ts";
import { fieldAt, objectIn, textIn } from "../fields.ts";
import { tellAt } from "../place.ts";
import { type Listed, tellUnread } from "../unread.ts";
import { addTask } from "./add-task.ts";
import { freeId, placeOf, type ResolveThen, type Target, type Task, type TaskList, type TaskScope } from "./flow-source.ts";

/** Adds the nodes of a list of tasks; answers with the node to enter. */
export function addTasks(scope: TaskScope, list: TaskList): Target {
  const items = itemsIn(scope, list);
  // A node holds each id until the task itself is put there: what is inside a task may not take the name of a later one.
  for (const { id, at } of items) hold(scope, { id, at, to: list.to });
  for (const item of items) {
    const resolveThen: ResolveThen = (then) => targetOf(list.to, { items, item }, then);
    addOne({ ...scope, task: item.name }, { ...item, to: resolveThen(fieldAt(item.json, "then")) }, resolveThen);
  }

  return items[0]?.id ?? list.to;
}

interface Item extends Listed {
  readonly name: string;
  readonly id: string;
}

function itemsIn(scope: TaskScope, { json, at, first = 0 }: TaskList): readonly Item[] {
  if (json === undefined || !isJsonArray(json))
    throw new Refusal(at, "A list of tasks is expected.", "Write a list whose items have one name each.");
  const reserved = new Set<string>();

  return json.map((item, index) => {
    const { name, json: task } = namedTask(item, [...at, index + first]);
    const id = freeId(scope, name, reserved);
    reserved.add(id);
    return { name, id, json: task, at: [...at, index + first, name] };
  });
}

function namedTask(item: Json, at: Path): Pick<Item, "name" | "json"> {
  const [[name, json] = ["", null], ...others] = isJsonObject(item) ? Object.entries(item) : [];
  if (!isJsonObject(json)) throw new Refusal(at, "A task has a name and an object under it.", "Write - name: { … }.");
  if (others.length > 0)
    throw new Refusal(at, `Another name stands beside "${name}" in one item of a list of tasks.`, "Give each task an item of its own.");

  return { name, json };
}

function hold({ nodes }: TaskScope, { id, at, to }: Pick<Task, "id" | "at" | "to">): void {
  nodes.set(id, passingNode({ id, at, to, behind: (entry) => entry }));
}

interface Position {
  readonly items: readonly Item[];
  readonly item: Item;
}

function targetOf(to: Target, { items, item }: Position, then: Json | undefined): Target {
  switch (then) {
    case undefined:
    case "continue":
      return items[items.indexOf(item) + 1]?.id ?? to;
    case "exit":
      return to;
    case "end":
      return END;
    default: {
      const found = items.find(({ name }) => name === then);
      if (found !== undefined) return found.id;
      throw new Refusal(
        [...item.at, "then"],
        `No task of this list is called ${JSON.stringify(then)}.`,
        "Name a task of the same list, or continue, exit or end.",
      );
    }
  }
}

function addOne(scope: TaskScope, task: Task, resolveThen: ResolveThen): void {
  tellSchemas(scope, task);
  const condition = textIn(task.json, "if");
  if (condition === undefined) return addTask(scope, task, resolveThen);
  const inner = freeId(scope, `do ${task.id}`);
  const at = [...task.at, "if"];
  const when = (entry: Environment): string => conditionText(condition, placeOf(scope, at, { entry }));
  scope.nodes.set(
    task.id,
    switchNode({
      id: task.id,
      at,
      cases: [{ to: inner, when, behind: (entry) => entry }],
      otherwise: { to: task.to, behind: (entry) => entry },
    }),
  );
  hold(scope, { ...task, id: inner });
  addTask(scope, { ...task, id: inner }, resolveThen);
}

function tellSchemas({ source: { session } }: TaskScope, { json, at, id }: Task): void {
  for (const [field, read] of [
    ["input", "from"],
    ["output", "as"],
    ["export", "as"],
  ] as const) {
    const given = objectIn(json, field);
    tellUnread({ session, at: [...at, field] }, { json: given, of: `the ${field} of "${id}"` }, [read, "schema"]);
    if (fieldAt(given, "schema") !== undefined)
      tellAt({ session, at: [...at, field, "schema"] }, "dropped", [
        `The schema of the ${field} of "${id}" is not checked.`,
        "Put it under params or outputSchema of the operation.",
      ]);
  }
}
