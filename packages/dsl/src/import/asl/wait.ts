import type { JsonObject } from "@skald/shared";
import type { Environment, FlowNode } from "../flow/flow.ts";
import { celOf, operandOf } from "../term/render-term.ts";
import { literal, type Term } from "../term/term.ts";
import { behindNothing, pathOrPayload } from "./data-flow.ts";
import { type AslState, nextEdge, tellOf } from "./machine.ts";
import { secondsText } from "./retry.ts";

/** A Wait: a `wait` for a duration or until a moment. */
export function waitNode(state: AslState): FlowNode {
  return {
    id: state.id,
    at: state.at,
    edges: [nextEdge(state)],
    build: (entry) => ({
      leave: () => behindNothing(state, entry),
      state: (way): JsonObject => ({ type: "wait", ...timeOf(state, entry), ...way("next") }),
    }),
  };
}

function timeOf(state: AslState, entry: Environment): JsonObject {
  const seconds = readTime(state, entry, "Seconds");
  if (seconds?.kind === "literal") return { for: secondsText(Number(seconds.value)) };
  if (seconds !== undefined) return countedFromStart(state, seconds);

  const timestamp = readTime(state, entry, "Timestamp");
  if (timestamp === undefined || (timestamp.kind === "literal" && typeof timestamp.value !== "string")) {
    tellOf(state, [], {
      kind: "dropped",
      what: `"${state.id}" waits for a time that cannot be read; it does not wait.`,
      remedy: "Give it for: or until:.",
    });
    return { for: "0s" };
  }
  return { until: `\${ timestamp(${celOf(timestamp)}) }` };
}

function readTime(state: AslState, environment: Environment, field: "Seconds" | "Timestamp"): Term | undefined {
  const term = pathOrPayload(state, environment, field);

  return term?.kind === "literal" && field === "Seconds" && typeof term.value !== "number" ? literal(0) : term;
}

// There is no clock in expressions: the start of the saga is the only moment that is known.
function countedFromStart(state: AslState, seconds: Term): JsonObject {
  tellOf(state, [], {
    kind: "changed",
    what: `"${state.id}" waits a computed number of seconds; here they count from the start of the saga, not from the moment the state is entered.`,
    remedy: "Give a fixed duration under for:, or let a service compute the moment.",
  });

  return { until: `\${ timestamp(saga.startedAt) + duration(string(${operandOf(seconds)}) + "s") }` };
}
