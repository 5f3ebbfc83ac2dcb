import type { Json, JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { documentOf, type END, type Environment, type FlowNode, withDocument, withValues } from "../../flow/flow.ts";
import type { LiveValues } from "../../flow/live-values.ts";
import type { Catcher } from "../../flow/nodes.ts";
import { nameFor, type Session } from "../../session.ts";
import { literal, objectOf, type Term, tight } from "../../term/term.ts";
import { durationAt } from "../durations.ts";
import { fieldAt, objectIn } from "../fields.ts";
import { expressionAt, isExpression, type Place, tellAt, valueAt } from "../place.ts";
import { tellUnread } from "../unread.ts";

/** A workflow of Serverless Workflow 1.0 that is being read. */
interface FlowSource {
  readonly session: Session;
  readonly live: LiveValues;
  /** What stands under `use`. */
  readonly use: JsonObject;
  /** Adds the nodes of a list of tasks; answers with the node to enter. Tasks hold tasks, so it is handed down. */
  readonly addTasks: (scope: TaskScope, list: TaskList) => Target;
}

export type Target = string | typeof END;

/** A list of tasks with its place, and what follows it. */
export interface TaskList {
  readonly json: Json | undefined;
  readonly at: Path;
  /** Index of the first task in the list of the source. */
  readonly first?: number;
  /** Where the list leads. */
  readonly to: Target;
}

/** Resolves where a `then` leads. */
export type ResolveThen = (then: Json | undefined) => Target;

/** Where tasks are put, and what surrounds them. */
export interface TaskScope {
  readonly source: FlowSource;
  readonly scopeId: string;
  readonly nodes: Map<string, FlowNode>;
  /** Tries around the tasks, innermost first. */
  readonly catchers: readonly Caught[];
  readonly retry: JsonObject | undefined;
  /** The name of the task that is being read. */
  readonly task: string;
}

/** A catch of the source; it knows whether it takes an error that is raised by name. */
export interface Caught extends Catcher {
  readonly takes: (type: string) => boolean;
  readonly behindRaised: (entry: Environment, error: Term) => Environment;
  /** Whether it takes some errors of its types only. */
  readonly isNarrow: boolean;
}

/** One task with its name, its place and where it leads. */
export interface Task {
  readonly id: string;
  readonly at: Path;
  readonly json: JsonObject;
  readonly to: Target;
}

export function stateNameOf({ source, scopeId }: TaskScope, id: string): string {
  return nameFor(source.session, `state ${scopeId}/${id}`, id);
}

/** An id that no node of the scope has. */
export function freeId({ nodes }: TaskScope, meant: string, reserved: ReadonlySet<string> = new Set()): string {
  let found = meant;
  for (let number = 2; nodes.has(found) || reserved.has(found); number += 1) found = `${meant} ${number}`;

  return found;
}

const CONTEXT = "$context";

const DEFINITION = objectOf([
  ["name", tight("saga.name")],
  ["namespace", tight("saga.namespace")],
  ["version", tight("saga.version")],
]);
const WORKFLOW = objectOf([
  ["id", tight("saga.id")],
  ["input", tight("input")],
  ["startedAt", objectOf([["iso8601", tight("saga.startedAt")]])],
  ["definition", objectOf([["document", DEFINITION]])],
]);

/** What expressions of a task read: `.` is its input, or what is given. */
export function placeOf(
  { source, task }: Pick<TaskScope, "source" | "task">,
  at: Path,
  { entry, document }: { readonly entry: Environment; readonly document?: Term },
): Place {
  const input = documentOf(entry);

  return {
    session: source.session,
    at,
    root: (name) => {
      switch (name) {
        case ".":
          return document ?? input;
        case "$input":
          return input;
        case "$output":
          return document;
        case "$workflow":
          return WORKFLOW;
        case "$task":
          return objectOf([
            ["name", literal(task)],
            ["input", input],
          ]);
        default:
          return entry.get(name);
      }
    },
  };
}

/** What a task works on: its input behind `input.from`. */
export function inputOf(scope: TaskScope, { json, at }: Pick<Task, "json" | "at">, entry: Environment): Environment {
  const from = fieldAt(json, "input", "from");

  return from === undefined ? entry : withDocument(entry, filtered(from, placeOf(scope, [...at, "input", "from"], { entry })));
}

/** What is known behind a task that gave `output`. */
export function behindTask(
  scope: TaskScope,
  { json, at }: Pick<Task, "json" | "at">,
  { entry, output }: { readonly entry: Environment; readonly output: Term },
): Environment {
  const as = fieldAt(json, "output", "as");
  const shaped = as === undefined ? output : filtered(as, placeOf(scope, [...at, "output", "as"], { entry, document: output }));
  const context = fieldAt(json, "export", "as");
  const after = withDocument(entry, shaped);
  if (context === undefined) return after;

  return withValues(after, [[CONTEXT, filtered(context, placeOf(scope, [...at, "export", "as"], { entry, document: shaped }))]]);
}

/** A transformation: an expression, or an object with expressions in it. */
function filtered(json: Json, place: Place): Term {
  return typeof json === "string" && !isExpression(json) ? expressionAt(json, place) : valueAt(json, place);
}

/** What is under a name in one of the lists of `use`. */
export function usedOf({ source }: Pick<TaskScope, "source">, list: string, name: string): Json | undefined {
  return fieldAt(source.use, list, name);
}

/** A time-out of the source: a duration, or the name of one under `use`. */
export function timeoutOf(scope: TaskScope, { json, at }: Pick<Task, "json" | "at">): { readonly timeout?: string } {
  const given = fieldAt(json, "timeout");
  if (given === undefined) return {};
  const isNamed = typeof given === "string";
  const place = { session: scope.source.session, at: isNamed ? ["use", "timeouts", given] : [...at, "timeout"] };
  const limit = isNamed ? objectIn(scope.source.use, "timeouts", given) : objectIn(json, "timeout");
  const after = fieldAt(limit, "after");
  tellUnread(place, { json: limit, of: "a time-out" }, ["after"]);
  if (after === undefined) tellAt(place, "dropped", ["A time-out says no time; there is none.", "Give it after."]);
  const timeout = durationAt(place, after, "A time-out");

  return timeout === undefined ? {} : { timeout };
}
