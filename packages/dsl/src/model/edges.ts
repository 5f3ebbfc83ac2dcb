import type { StepKind } from "@skald/shared";
import { operationOf } from "./resolve.ts";
import type { SagaModel, StateModel, TaskState } from "./saga-model.ts";
import type { ServiceModel } from "./service-model.ts";

/** One way from a state to another. */
export interface Edge {
  readonly to: string;
  readonly kind: "next" | "case" | "default" | "catch" | "catchCompensate";
  /** What is written beside it: a condition, or the error types caught. */
  readonly label: string | null;
}

/** The ways out of a state, in document order; the way of success first. */
export function edgesOf(state: StateModel): readonly Edge[] {
  switch (state.type) {
    case "task":
      return [{ to: state.next, kind: "next", label: null }, ...catchEdges(state)];
    case "switch":
      return [
        ...state.cases.map((each): Edge => ({ to: each.next, kind: "case", label: conditionText(each.when) })),
        { to: state.default, kind: "default", label: null },
      ];
    case "wait":
    case "set":
      return [{ to: state.next, kind: "next", label: null }];
    case "succeed":
    case "fail":
      return [];
  }
}

function catchEdges(state: TaskState): readonly Edge[] {
  return state.catch.map((entry) => ({
    to: entry.next,
    kind: entry.compensate ? "catchCompensate" : "catch",
    label: entry.errors.join(", "),
  }));
}

function conditionText(when: string): string {
  const text = when.trim();

  return text.startsWith("${") && text.endsWith("}") ? text.slice(2, -1).trim() : text;
}

/** The kind of a task: its own word, else the catalogue's, else compensatable. */
export function kindOfTask(task: TaskState, services: ReadonlyMap<string, ServiceModel | null>): StepKind {
  return task.kind ?? operationOf(task, services)?.kind ?? "compensatable";
}

/** Which states may be entered before a pivot succeeded, and which after. A state can be both. */
export interface PivotReach {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** Follows every path with the knowledge whether a pivot has succeeded on it. A refused pivot closes nothing. */
export function pivotReach(saga: SagaModel, services: ReadonlyMap<string, ServiceModel | null>): PivotReach {
  const states = new Map(saga.states.map((state) => [state.name, state]));
  const reach = { before: new Set<string>(), after: new Set<string>() };
  const open: { readonly name: string; readonly passed: boolean }[] = [{ name: saga.start, passed: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { name, passed } = next;
    const state = states.get(name);
    const seen = passed ? reach.after : reach.before;
    if (state === undefined || seen.has(name)) continue;

    seen.add(name);
    const closes = state.type === "task" && kindOfTask(state, services) === "pivot";
    for (const edge of edgesOf(state)) open.push({ name: edge.to, passed: passed || (closes && edge.kind === "next") });
  }
  return reach;
}
