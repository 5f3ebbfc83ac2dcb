import type { JsonObject } from "@skald/shared";
import { documentOf, type Environment } from "../../flow/flow.ts";
import { straightNode } from "../../flow/nodes.ts";
import { Refusal } from "../../session.ts";
import { durationAt } from "../durations.ts";
import { fieldAt } from "../fields.ts";
import { tellAt } from "../place.ts";
import { tellUnread } from "../unread.ts";
import { addCall } from "./call.ts";
import { addEmit } from "./emit.ts";
import { behindTask, inputOf, type ResolveThen, type Task, type TaskList, type TaskScope } from "./flow-source.ts";
import { addFor } from "./for.ts";
import { addFork } from "./fork.ts";
import { behindInside, enterInside } from "./inside.ts";
import { addListen } from "./listen.ts";
import { addRaise } from "./raise.ts";
import { addRun } from "./run.ts";
import { addSet } from "./set.ts";
import { addSwitch } from "./switch.ts";
import { addTry } from "./try.ts";

interface Kind {
  readonly field: string;
  readonly add: (scope: TaskScope, task: Task, resolveThen: ResolveThen) => void;
  /** Fields that stand beside it. */
  readonly beside?: readonly string[];
  /** Whether a time-out of it has a counterpart. */
  readonly isTimed?: true;
}

// In this order: a `for` has a `do` beside it.
const KINDS: readonly Kind[] = [
  { field: "for", add: addFor, beside: ["do", "while"] },
  { field: "try", add: addTry, beside: ["catch"] },
  { field: "fork", add: addFork },
  { field: "do", add: addDo },
  { field: "call", add: addCall, beside: ["with"], isTimed: true },
  { field: "switch", add: addSwitch },
  { field: "set", add: addSet },
  { field: "wait", add: addWait },
  { field: "raise", add: addRaise },
  { field: "emit", add: addEmit },
  { field: "listen", add: addListen, beside: ["foreach"], isTimed: true },
  { field: "run", add: addRun, isTimed: true },
];

const FIELDS = ["if", "input", "output", "export", "then", "timeout"];

/** Adds the nodes of one task. The first of them has the id of the task. */
export function addTask(scope: TaskScope, task: Task, resolveThen: ResolveThen): void {
  const { id, at, json } = task;
  const { session } = scope.source;
  const kind = KINDS.find(({ field }) => fieldAt(json, field) !== undefined);
  if (kind === undefined)
    throw new Refusal(
      at,
      `The task "${id}" does nothing that Serverless Workflow 1.0 knows.`,
      `Give it one of ${KINDS.map(({ field }) => field).join(", ")}.`,
    );
  const { field, add, beside = [], isTimed } = kind;
  tellUnread({ session, at }, { json, of: `"${id}"` }, [...FIELDS, field, ...beside]);
  if (fieldAt(json, "timeout") !== undefined && isTimed === undefined)
    tellAt({ session, at: [...at, "timeout"] }, "dropped", [
      `The time-out of "${id}" has no counterpart; calls and sagas have one.`,
      "Give its calls a timeout.",
    ]);

  add(scope, task, resolveThen);
}

function addDo(scope: TaskScope, task: Task): void {
  const list: TaskList = { json: fieldAt(task.json, "do"), at: [...task.at, "do"], to: behindInside(scope, task) };

  enterInside(scope, task, scope.source.addTasks(scope, list));
}

function addWait(scope: TaskScope, task: Task): void {
  const { id, at, json, to } = task;
  const spot = { session: scope.source.session, at: [...at, "wait"] };
  const duration = durationAt(spot, fieldAt(json, "wait"), `The wait of "${id}"`);
  const behind = (entry: Environment): Environment => {
    const input = inputOf(scope, task, entry);
    return behindTask(scope, task, { entry: input, output: documentOf(input) });
  };
  const state = (): JsonObject => ({ type: "wait", for: duration ?? "0s" });
  scope.nodes.set(id, straightNode({ id, at, to, behind, state }));
}
