import type { JsonObject } from "@skald/shared";
import type { ScopeTypes } from "../../expression/check.ts";
import { closed, SPECIAL_NAMES, TEXT } from "./shapes.ts";

// The scopes of section 7 outside the states of a saga: what starts it, what answers for it, what must hold of it.

const ANY_OBJECT = { type: "object" } as const;

/** Names of the parameters of a path such as `/orders/{kind}`. */
export function pathParameters(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => String(match[1]));
}

function requestOf(path: string): JsonObject {
  const params = closed(Object.fromEntries(pathParameters(path).map((name) => [name, TEXT])));

  return closed({ method: TEXT, path: TEXT, params, query: ANY_OBJECT, headers: ANY_OBJECT, body: {} });
}

/** Names of a route's `input`, `where` and `timeout`. */
export function requestNames(path: string): ScopeTypes {
  return { ...SPECIAL_NAMES, request: requestOf(path) };
}

/** Names of what a route answers. */
export function respondNames(path: string): ScopeTypes {
  const saga = closed({
    id: TEXT,
    key: TEXT,
    status: TEXT,
    phase: TEXT,
    output: {},
    cause: {},
    progress: {},
    current: {},
    startedAt: {},
    updatedAt: {},
  });

  return { ...requestNames(path), saga };
}

/** The names of a place where an event came: a CloudEvent, with whatever attributes it has. */
export function withEvent(names: ScopeTypes = SPECIAL_NAMES): ScopeTypes {
  return { ...names, event: ANY_OBJECT };
}

/** Names of what a clock starts. */
export const SCHEDULE_NAMES: ScopeTypes = { ...SPECIAL_NAMES, schedule: closed({ scheduledAt: {} }) };

/** Names of an assertion. */
export const ASSERTION_NAMES: ScopeTypes = {
  ...SPECIAL_NAMES,
  done: "function",
  undone: "function",
  maybe: "function",
  saga: closed({ status: TEXT }),
};
