import { stateMove } from "@skald/dsl";
import { requireMembersState } from "../../require-state.ts";
import type { MemberNews } from "../../types/event.ts";
import type { MembersRecord } from "../../types/saga.ts";
import type { Deliberation } from "../deliberation.ts";
import { parsePlace } from "../members/place-of-member.ts";
import { type MembersState, settleMember } from "./members.ts";

/** Takes what a member says. News about an earlier visit, or told twice, changes nothing. */
export function hearMember(d: Deliberation, place: string, news: MemberNews): void {
  const at = parsePlace(place);
  if (at === null) return;
  const record = d.saga.context.members[at.state];
  if (record?.visit !== at.visit) return;

  const state = requireMembersState(d.definition, at.state);
  const { index } = at;
  const known = record.settled[index];
  switch (news.kind) {
    case "completed":
      return known === undefined ? settleMember(d, state, { index, output: news.output }) : undefined;
    case "ended":
      if (known === undefined) return settleMember(d, state, { index, cause: news.cause });
      return known.status === "completed" && record.undoing ? memberUndone(d, state, record, index) : undefined;
    case "suspended":
      return record.incidents.includes(index) ? undefined : suspend(d, state, record, index);
    case "resumed":
      return record.incidents.includes(index) ? resume(d, state, record, index) : undefined;
  }
}

function memberUndone(d: Deliberation, state: MembersState, { visit, completed }: MembersRecord, index: number): void {
  const facts = { state: state.name, visit };
  d.record(state.type === "forEach" ? "each.undone" : "child.undone", { ...facts, members: [{ index, status: "undone" }] });
  if (completed.length > 1) return;

  d.record("undo.succeeded", { ...facts, move: stateMove(state.name, "undo/succeeded") });
}

/** A member needs a person: the saga says so, and the person resolves it there (R14). */
function suspend(d: Deliberation, state: MembersState, { undoing }: MembersRecord, index: number): void {
  const lane = undoing ? "undo" : "action";

  d.record("member.suspended", {
    state: state.name,
    members: [{ index }],
    incident: { reason: "child", state: state.name, lane, since: d.at },
  });
}

function resume(d: Deliberation, state: MembersState, { incidents }: MembersRecord, index: number): void {
  const isLast = incidents.length === 1;

  d.record("member.released", { state: state.name, members: [{ index }], ...(isLast ? { incident: null } : {}) });
}
