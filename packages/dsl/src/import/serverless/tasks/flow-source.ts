import { isJsonObject, type Json, type JsonObject } from "@skald/shared";
import type { Path } from "../../../diagnostics/places.ts";
import { documentOf, type END, type Environment, type FlowNode, withDocument, withValues } from "../../flow/flow.ts";
import type { LiveValues } from "../../flow/live-values.ts";
import type { Catcher } from "../../flow/nodes.ts";
import { nameFor, type Session } from "../../session.ts";
import { literal, objectOf, type Term, tight } from "../../term/term.ts";
import { expressionAt, fieldAt, isExpression, type Place, valueAt } from "../place.ts";

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
  readonly depth: number;
}

/** A catch of the source; it knows whether it takes an error that is raised by name. */
export interface Caught extends Catcher {
  readonly takes: (type: string) => boolean;
  readonly behindRaised: (entry: Environment, error: Term) => Environment;
}

/** One task with its name, its place and where it leads. */
export interface Task {
  readonly id: string;
  readonly at: Path;
  readonly json: JsonObject;
  readonly to: string | typeof END;
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

/** What expressions of a task read: `.` is its input, or what is given. */
export function placeOf(
  { source }: Pick<TaskScope, "source">,
  at: Path,
  { entry, document }: { readonly entry: Environment; readonly document?: Term },
): Place {
  return {
    session: source.session,
    at,
    root: (name) => {
      switch (name) {
        case ".":
          return document ?? documentOf(entry);
        case "$input":
          return documentOf(entry);
        case "$output":
          return document;
        case "$workflow":
          return objectOf([
            ["id", tight("saga.id")],
            ["input", tight("input")],
            ["startedAt", objectOf([["iso8601", tight("saga.startedAt")]])],
            [
              "definition",
              objectOf([
                [
                  "document",
                  objectOf([
                    ["name", tight("saga.name")],
                    ["namespace", tight("saga.namespace")],
                    ["version", tight("saga.version")],
                  ]),
                ],
              ]),
            ],
          ]);
        case "$task":
          return objectOf([
            ["name", literal(String(at.at(-1) ?? ""))],
            ["input", documentOf(entry)],
          ]);
        case "the step":
          return literal(String(at.at(-1) ?? "id"));
        default:
          return entry.get(name);
      }
    },
  };
}

/** What a task works on: its input behind `input.from`. */
export function inputOf(scope: TaskScope, { json, at }: Pick<Task, "json" | "at">, entry: Environment): Environment {
  const input = fieldAt(json, "input");
  const from = isJsonObject(input) ? fieldAt(input, "from") : undefined;
  if (from === undefined) return entry;

  return withDocument(entry, filtered(from, placeOf(scope, [...at, "input", "from"], { entry })));
}

/** What is known behind a task that gave `output`. */
export function behindTask(
  scope: TaskScope,
  { json, at }: Pick<Task, "json" | "at">,
  { entry, output }: { readonly entry: Environment; readonly output: Term },
): Environment {
  const given = fieldAt(json, "output");
  const as = isJsonObject(given) ? fieldAt(given, "as") : undefined;
  const shaped = as === undefined ? output : filtered(as, placeOf(scope, [...at, "output", "as"], { entry, document: output }));
  const exported = fieldAt(json, "export");
  const context = isJsonObject(exported) ? fieldAt(exported, "as") : undefined;
  const after = withDocument(entry, shaped);
  if (context === undefined) return after;

  return withValues(after, [[CONTEXT, filtered(context, placeOf(scope, [...at, "export", "as"], { entry, document: shaped }))]]);
}

/** A transformation: an expression, or an object with expressions in it. */
function filtered(json: Json, place: Place): Term {
  return typeof json === "string" && !isExpression(json) ? expressionAt(json, place) : valueAt(json, place);
}

/** Whether a task changes its output or the context. */
export function shapesOutput(json: JsonObject): boolean {
  return fieldAt(json, "output") !== undefined || fieldAt(json, "export") !== undefined;
}

/** What is under a name in one of the lists of `use`. */
export function usedOf({ source }: Pick<TaskScope, "source">, list: string, name: string): JsonObject | undefined {
  const named = fieldAt(source.use, list);
  const found = isJsonObject(named) ? fieldAt(named, name) : undefined;

  return isJsonObject(found) ? found : undefined;
}

/** A time-out of the source: a duration, or the name of one. */
export function timeoutOf(scope: TaskScope, json: JsonObject): Json | undefined {
  const timeout = fieldAt(json, "timeout");
  const given = typeof timeout === "string" ? usedOf(scope, "timeouts", timeout) : timeout;

  return isJsonObject(given) ? fieldAt(given, "after") : undefined;
}
