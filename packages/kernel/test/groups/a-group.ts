import type { StateModel } from "@skald/dsl";

type Group = Extract<StateModel, { type: "transaction" }>;

/** A group of nobody, with no clock and no undo. */
export function aGroup(more: Partial<Group>): Group {
  return {
    type: "transaction",
    name: "book",
    protocol: "2pc",
    participants: [],
    kind: "pivot",
    compensate: null,
    locks: [],
    prepareTimeoutMs: null,
    commitTimeoutMs: null,
    abortTimeoutMs: null,
    catch: [],
    next: "last",
    ...more,
  };
}
