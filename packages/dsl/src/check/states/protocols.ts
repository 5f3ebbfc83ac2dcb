import { mustGet } from "../../model/must-get.ts";
import { findOperation } from "../../model/resolve.ts";
import type { OperationModel } from "../../model/service-model.ts";
import { operationCalls } from "../../model/states/operation-calls.ts";
import type { PlacedState } from "../../model/states/placed-states.ts";
import type { Check, SagaDefinition } from "../check.ts";

/** A participant speaks the protocol of its group, and whatever else is called has a call of its own. */
export const protocols: Check = (definition, report) => {
  for (const placed of definition.states) {
    for (const { call, path, role } of operationCalls(placed.state)) {
      const operation = findOperation(call, definition.services);
      const message = operation === null ? undefined : problemOf(operation, role === "participant" ? placed.state : null);
      if (message === undefined) continue;
      report({ code: "WRONG_PROTOCOL", at: definition.places.spanOf([...placed.path, ...path, "call"]), message });
    }
  }
};

function problemOf(operation: OperationModel, group: PlacedState["state"] | null): string | undefined {
  const { name, phases } = operation;
  if (group?.type !== "transaction")
    return phases === null ? undefined : `The operation "${name}" only takes part in transactions: it has no call of its own.`;
  if (phases?.protocol === group.protocol || (group.protocol === "2pc" && isSql(operation))) return undefined;

  return `The operation "${name}" cannot take part in a group that speaks ${group.protocol}.`;
}

// The database prepares by itself (dsl.md, section 1).
function isSql({ call, phases }: OperationModel): boolean {
  return phases === null && call.sql !== undefined;
}

// The schema allows no more; finding circles among many would take long.
const PARTICIPANTS_MAX = 20;

/** Names of participants are given once, and none waits for itself, through whichever others. */
export const participants: Check = (definition, report) => {
  const reads = readsOfParticipants(definition, report);
  for (const { state, path } of definition.states) {
    if (state.type !== "transaction" || state.participants.length > PARTICIPANTS_MAX) continue;
    const names = state.participants.map((one) => one.name);
    const waitsOf = (index: number): readonly number[] =>
      [...(reads.get(`${path.join("/")}/${index}`) ?? [])].map((name) => names.indexOf(name)).filter((other) => other !== -1);
    const cyclic = waitingInCircle(new Map(names.map((_, index) => [index, waitsOf(index)])));
    for (const [index, name] of names.entries()) {
      const at = definition.places.spanOf([...path, "participants", index, "name"]);
      if (names.indexOf(name) < index)
        report({ code: "NAME_CLASH", at, message: `The group "${state.name}" has two participants "${name}".` });
      if (!cyclic.has(index)) continue;
      report({
        code: "PARTICIPANT_CYCLE",
        at,
        message: `The participant "${name}" reads what is prepared only after itself: none of them could be the first.`,
      });
    }
  }
};

// By `<path of the group>/<index of the participant>`: the names it reads.
function readsOfParticipants({ references }: SagaDefinition, report: Parameters<Check>[1]): ReadonlyMap<string, ReadonlySet<string>> {
  const reads = new Map<string, Set<string>>();
  for (const { site, reference, at } of references) {
    const [root, name] = reference.path;
    if (root !== "participants" || site.place === null) continue;
    const end = site.place.scope.path.length + 2;
    const key = [...site.path.slice(0, end), site.path[end + 1]].join("/");
    if (name === undefined || name === "*") {
      report({ code: "UNKNOWN_REFERENCE", at: at(), message: "Name the participant that is read: participants.<name>.output." });
      continue;
    }
    reads.set(key, (reads.get(key) ?? new Set()).add(name));
  }
  return reads;
}

/** By the index of each participant: those it waits for. */
type Waits = ReadonlyMap<number, readonly number[]>;

// Participants whose reads are prepared are prepared next; who is left over waits in a circle, or for one who does.
function waitingInCircle(waits: Waits): ReadonlySet<number> {
  const left = new Set(waits.keys());
  for (let before = left.size + 1; left.size < before; ) {
    before = left.size;
    for (const index of left) if (!mustGet(waits, index).some((other) => left.has(other))) left.delete(index);
  }
  return new Set([...left].filter((index) => isInCircle(index, waits)));
}

function isInCircle(start: number, waits: Waits): boolean {
  const seen = new Set<number>();
  const open = [...mustGet(waits, start)];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (index === start) return true;
    if (seen.has(index)) continue;
    seen.add(index);
    open.push(...mustGet(waits, index));
  }
  return false;
}
