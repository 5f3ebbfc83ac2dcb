import type { JsonObject } from "@skald/shared";
import { documentOf, END, type Environment, type FlowNode } from "../flow/flow.ts";
import { validErrorType } from "../names.ts";
import { templateOf } from "../term/render-term.ts";
import type { Term } from "../term/term.ts";
import { behindNothing, pathOrPayload } from "./data-flow.ts";
import type { AslState } from "./machine.ts";

/** A Succeed: the saga succeeds with its output; a branch ends. */
export function succeedNode(state: AslState): FlowNode {
  const { machine } = state;
  if (!machine.isRoot)
    return {
      id: state.id,
      at: state.at,
      edges: [{ id: "next", to: END, isNext: true }],
      build: (entry) => ({ leave: () => behindNothing(state, entry), state: null }),
    };

  return {
    id: state.id,
    at: state.at,
    edges: [],
    build: (entry) => ({
      leave: () => entry,
      state: (): JsonObject => {
        const output = templateOf(documentOf(behindNothing(state, entry)), machine.session.merging(state.at, "The output"));
        return output === null ? { type: "succeed" } : { type: "succeed", output };
      },
    }),
  };
}

/** A Fail: undoes whatever has an undo, and ends. */
export function failNode(state: AslState): FlowNode {
  return {
    id: state.id,
    at: state.at,
    edges: [],
    build: (entry) => ({ leave: () => entry, state: (): JsonObject => ({ type: "fail", error: errorOf(state, entry) }) }),
  };
}

function errorOf(state: AslState, entry: Environment): JsonObject {
  const error = pathOrPayload(state, entry, "Error");
  const cause = pathOrPayload(state, entry, "Cause");
  const type = error?.kind === "literal" && typeof error.value === "string" ? validErrorType(error.value) : "Failed";

  return { type, ...(cause === undefined ? {} : { detail: detailOf(cause) }) };
}

function detailOf(cause: Term): string {
  const rendered = templateOf(cause);
  if (typeof rendered === "string" && rendered !== "") return rendered;

  return rendered === null || rendered === "" ? "The source gives no cause." : JSON.stringify(rendered);
}
