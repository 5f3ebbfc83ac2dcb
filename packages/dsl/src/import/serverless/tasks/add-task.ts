import { isJsonArray, isJsonObject, type Json, type JsonObject } from "@skald/shared";
import { documentOf, type Environment } from "../../flow/flow.ts";
import { type Option, passingNode, straightNode, switchNode } from "../../flow/nodes.ts";
import { Refusal, valueNameFor } from "../../session.ts";
import { templateOf } from "../../term/render-term.ts";
import { NOTHING, objectOf, type Term, tight } from "../../term/term.ts";
import { boolText } from "../bool-text.ts";
import { durationText } from "../durations.ts";
import { expressionAt, fieldAt, tellAt, textIn, valueAt } from "../place.ts";
import { addFor, addFork } from "./blocks.ts";
import { addCall } from "./calls.ts";
import { addEmit, addListen } from "./events.ts";
import { behindTask, inputOf, placeOf, type ResolveThen, type Task, type TaskScope } from "./flow-source.ts";
import { behindInside, enterInside, holdId } from "./inside.ts";
import { addRaise } from "./raise.ts";
import { addRun } from "./run.ts";
import { addTry } from "./try.ts";

type AddTask = (scope: TaskScope, task: Task, resolveThen: ResolveThen) => void;

// In this order: a `for` has a `do` beside it, a `try` a `catch`.
const KINDS: readonly (readonly [string, AddTask])[] = [
  ["for", addFor],
  ["try", addTry],
  ["fork", addFork],
  ["do", addDo],
  ["call", addCall],
  ["switch", addSwitch],
  ["set", addSet],
  ["wait", addWait],
  ["raise", addRaise],
  ["emit", addEmit],
  ["listen", addListen],
  ["run", addRun],
];

/** Adds the nodes of one task. The first of them has the id of the task. */
export function addTask(scope: TaskScope, task: Task, resolveThen: ResolveThen): void {
  const known = KINDS.find(([field]) => fieldAt(task.json, field) !== undefined);
  if (known === undefined)
    throw new Refusal(
      task.at,
      `The task "${task.id}" does nothing that Serverless Workflow 1.0 knows.`,
      `Give it one of ${KINDS.map(([field]) => field).join(", ")}.`,
    );
  const [, add] = known;

  add(scope, task, resolveThen);
}

function addDo(scope: TaskScope, task: Task): void {
  const to = behindInside(scope, task);
  holdId(scope, task);
  enterInside(
    scope,
    task,
    scope.source.addTasks({ ...scope, depth: scope.depth + 1 }, { json: fieldAt(task.json, "do"), at: [...task.at, "do"], to }),
  );
}

function addSwitch(scope: TaskScope, task: Task, resolveThen: ResolveThen): void {
  const listed = fieldAt(task.json, "switch");
  const items = (listed !== undefined && isJsonArray(listed) ? listed : []).flatMap((item, index) => casesIn(item, index));
  const behind = (entry: Environment): Environment => {
    const input = inputOf(scope, task, entry);
    return behindTask(scope, task, { entry: input, output: documentOf(input) });
  };
  const cases = items.flatMap(({ name, json, index }): readonly Case[] => {
    const condition = textIn(json, "when");
    if (condition === undefined) return [];
    const at = [...task.at, "switch", index, name, "when"];
    const when = (entry: Environment): string =>
      boolText(expressionAt(condition, placeOf(scope, at, { entry: inputOf(scope, task, entry) })));
    return [{ to: resolveThen(fieldAt(json, "then")), when, behind }];
  });
  const fallback = items.find(({ json }) => fieldAt(json, "when") === undefined);
  scope.nodes.set(
    task.id,
    switchNode({
      id: task.id,
      at: task.at,
      cases,
      otherwise: { to: fallback === undefined ? task.to : resolveThen(fieldAt(fallback.json, "then")), behind },
    }),
  );
}

type Case = Option & { readonly when: (entry: Environment) => string };

function casesIn(item: Json, index: number): readonly { readonly name: string; readonly json: JsonObject; readonly index: number }[] {
  return isJsonObject(item) ? Object.entries(item).flatMap(([name, json]) => (isJsonObject(json) ? [{ name, json, index }] : [])) : [];
}

function addSet(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const { session } = scope.source;
  const given = fieldAt(json, "set") ?? {};
  const termOf = (entry: Environment): Term => {
    const input = inputOf(scope, task, entry);
    return typeof given === "string"
      ? expressionAt(given, placeOf(scope, [...at, "set"], { entry: input }))
      : valueAt(given, placeOf(scope, [...at, "set"], { entry: input }));
  };
  if (!isJsonObject(given) || Object.keys(given).length === 0) {
    scope.nodes.set(
      id,
      passingNode({
        id,
        at,
        to,
        behind: (entry) => behindTask(scope, task, { entry: inputOf(scope, task, entry), output: termOf(entry) }),
      }),
    );
    return;
  }
  const names = new Map(Object.keys(given).map((member) => [member, valueNameFor(session, `${scope.scopeId}/${id}/${member}`, member)]));
  const membersOf = (entry: Environment): ReadonlyMap<string, Term> => {
    const term = termOf(entry);
    return term.kind === "object" ? term.members : new Map();
  };
  scope.nodes.set(
    id,
    straightNode({
      id,
      at,
      to,
      behind: (entry) => {
        const values = [...membersOf(entry)].map(([member, term]): readonly [string, Term] => [
          member,
          tight(`vars.${names.get(member) ?? member}`, term.size > SHAPE_MAX ? null : term),
        ]);
        return behindTask(scope, task, { entry: inputOf(scope, task, entry), output: objectOf(values) });
      },
      state: (entry) => ({
        type: "set",
        values: Object.fromEntries(
          [...names].map(([member, name]) => [name, templateOf(membersOf(entry).get(member) ?? NOTHING, session.merging(at, `"${id}"`))]),
        ),
      }),
    }),
  );
}

// A value keeps its shape: members written over it later can then be merged exactly.
const SHAPE_MAX = 120;

function addWait(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const duration = durationText(fieldAt(json, "wait"));
  if (duration === undefined)
    tellAt({ session: scope.source.session, at: [...at, "wait"] }, "dropped", [
      `"${id}" waits for a time that is not known before it runs; it does not wait.`,
      "Give it for: or until:.",
    ]);
  const behind = (entry: Environment): Environment => behindTask(scope, task, { entry, output: documentOf(entry) });
  scope.nodes.set(id, straightNode({ id, at, to, behind, state: () => ({ type: "wait", for: duration ?? "0s" }) }));
}
