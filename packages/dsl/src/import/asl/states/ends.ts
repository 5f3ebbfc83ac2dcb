import type { JsonObject } from "@skald/shared";
import { documentOf, END, type Environment, type FlowNode } from "../../flow/flow.ts";
import { validErrorType } from "../../names.ts";
import { templateOf } from "../../term/render-term.ts";
import { NOTHING, type Term } from "../../term/term.ts";
import { behindNothing, pathOrPayload } from "../data/data-flow.ts";
import { type AslState, tellOf } from "../machine.ts";

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
  const detail = templateOf(pathOrPayload(state, entry, "Cause"));

  return {
    type: typeOf(state, pathOrPayload(state, entry, "Error")),
    ...(detail === null ? {} : { detail: typeof detail === "string" ? detail || NO_CAUSE : JSON.stringify(detail) }),
  };
}

const NO_CAUSE = "The source gives no cause.";

function typeOf(state: AslState, error: Term): string {
  if (error.kind === "literal" && typeof error.value === "string") return validErrorType(error.value);
  if (error !== NOTHING)
    tellOf(state, [], {
      kind: "changed",
      what: `The error of "${state.id}" is computed; it is called Failed.`,
      remedy: "Write a switch over the errors that are meant, with a fail for each.",
    });

  return "Failed";
}
