import type { JsonObject } from "@skald/shared";
import type { FlowNode } from "../../flow/flow.ts";
import { mayGive, misfitIn } from "../../query/check-cel.ts";
import { Refusal } from "../../session.ts";
import { celOf, operandOf } from "../../term/render-term.ts";
import type { Term } from "../../term/term.ts";
import { behindNothing, pathOrPayload } from "../data/data-flow.ts";
import { type AslState, fieldOf, nextEdge, tellOf } from "../machine.ts";
import { secondsText } from "./retry.ts";

/** A Wait: a `wait` for a duration or until a moment. */
export function waitNode(state: AslState): FlowNode {
  const times = TIMES.filter((field) => fieldOf(state, field) !== undefined || fieldOf(state, `${field}Path`) !== undefined);
  const [field] = times;
  if (field === undefined || times.length > 1)
    throw new Refusal(
      state.at,
      `"${state.id}" waits for ${field === undefined ? "no time" : "seconds and until a moment"}.`,
      "Give it Seconds or Timestamp.",
    );

  return {
    id: state.id,
    at: state.at,
    edges: [nextEdge(state)],
    build: (entry) => ({
      leave: () => behindNothing(state, entry),
      state: (way) => ({ type: "wait", ...timeOf(state, field, pathOrPayload(state, entry, field)), ...way("next") }),
    }),
  };
}

const TIMES = ["Seconds", "Timestamp"] as const;

function timeOf(state: AslState, field: (typeof TIMES)[number], time: Term): JsonObject {
  const text = celOf(time);
  if (field === "Seconds" && mayGive(text, "number"))
    return time.kind === "literal" ? { for: secondsText(Math.max(0, Number(time.value))) } : countedFromStart(state, time);
  if (field === "Timestamp" && mayGive(text, "string") && misfitIn(`timestamp(${text})`) === undefined)
    return { until: `\${ timestamp(${text}) }` };
  tellOf(state, [], {
    kind: "dropped",
    what: `"${state.id}" waits for a time that cannot be read; it does not wait.`,
    remedy: "Give it for: or until:.",
  });

  return { for: "0s" };
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
