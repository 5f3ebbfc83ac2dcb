import type { StepKind } from "@skald/shared";
import { operationOf } from "./resolve.ts";
import type { CatchModel, StateModel, TaskState } from "./saga-model.ts";
import type { ServiceModel } from "./service-model.ts";

/** One way from a state to another. */
export interface Edge {
  readonly to: string;
  readonly kind: "next" | "case" | "default" | "catch" | "catchCompensate" | "timeout" | "outcome";
  /** What is written beside it: a condition, an event, an outcome, or the error types caught. */
  readonly label: string | null;
}

/** The ways out of a state inside its scope, in document order; the way of success first. */
export function edgesOf(state: StateModel): readonly Edge[] {
  switch (state.type) {
    case "switch":
      return [
        ...state.cases.map((each): Edge => ({ to: each.next, kind: "case", label: conditionText(each.when) })),
        { to: state.default, kind: "default", label: null },
      ];
    case "listen":
      return [
        ...state.cases.flatMap((each) => edgeTo(each.next, "case", each.awaits.kind === "event" ? each.awaits.type : each.awaits.name)),
        ...edgeTo(state.onTimeout, "timeout", null),
        ...catchEdges(state.catch),
      ];
    case "human":
      return [
        ...Object.entries(state.outcomes).map(([outcome, to]): Edge => ({ to, kind: "outcome", label: outcome })),
        ...edgeTo(state.onTimeout, "timeout", null),
        ...catchEdges(state.catch),
      ];
    case "wait":
    case "set":
    case "emit":
    case "compensate":
      return edgeTo(state.next, "next", null);
    case "task":
    case "parallel":
    case "forEach":
    case "saga":
    case "transaction":
      return [...edgeTo(state.next, "next", null), ...catchEdges(state.catch)];
    case "succeed":
    case "fail":
      return [];
  }
}

function edgeTo(to: string | null, kind: Edge["kind"], label: string | null): readonly Edge[] {
  return to === null ? [] : [{ to, kind, label }];
}

function catchEdges(catches: readonly CatchModel[]): readonly Edge[] {
  return catches.map((entry) => ({
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
