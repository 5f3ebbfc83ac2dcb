import type { CompiledParticipant, CompiledTransaction } from "@skald/dsl";
import { localName, pathIn, scopeOf } from "@skald/dsl";
import type { CallKind } from "@skald/shared";
import { requireKnown } from "../../require-known.ts";
import { requireState } from "../../require-state.ts";
import type { GroupRecord } from "../../types/saga.ts";
import type { Deliberation } from "../deliberation.ts";

/** The kinds of call of a protocol: first phase, decision to do it, decision not to. */
export function phasesOf({ protocol }: Pick<CompiledTransaction, "protocol">): { first: CallKind; commit: CallKind; abort: CallKind } {
  return protocol === "2pc" ? { first: "prepare", commit: "commit", abort: "abort" } : { first: "try", commit: "confirm", abort: "cancel" };
}

/** The group and the participant a path names: `book.wallet`. @throws Error when there is none: a defect. */
export function requireParticipant(
  d: Deliberation,
  path: string,
): { readonly group: CompiledTransaction; readonly participant: CompiledParticipant } {
  const group = requireState(d.definition, scopeOf(path), "transaction");
  const participant = group.participants.find((one) => one.name === localName(path));

  return { group, participant: requireKnown(participant, `participant "${path}"`) };
}

/** The group as far as it has come. @throws Error before it began: a defect. */
export function requireGroup(d: Deliberation, state: string): GroupRecord {
  return requireKnown(d.saga.context.groups[state], "group");
}

/** Path of a participant: it has steps, calls and undo entries of its own. */
export function participantPath(group: CompiledTransaction, name: string): string {
  return pathIn(group.name, name);
}
