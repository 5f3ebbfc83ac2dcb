import { requireKnown } from "../require-known.ts";
import type { Entry } from "../types/entry.ts";
import type { MembersRecord, SagaContext } from "../types/saga.ts";
import { stateOf, withoutKey } from "./records.ts";

// Items of a forEach and child sagas: sagas of their own, of which the parent keeps what they came to.

/** The members of a visit are known; those that fit the concurrency begin. */
export function startMembers(context: SagaContext, { data, seq }: Entry): SagaContext {
  const record: MembersRecord = {
    visit: requireKnown(data.visit, "visit"),
    total: requireKnown(data.items, "members").length,
    settled: {},
    completed: [],
    cause: null,
    stopping: null,
    givenAt: seq,
    undoing: false,
    incidents: [],
  };

  const state = stateOf(data);
  return { ...context, members: { ...putAside(context.members, state), [state]: record } };
}

/** The members of a visit are undone: they take the place of those of a later visit, of which nothing is under way. */
export function recallMembers(context: SagaContext, state: string, visit: number): SagaContext {
  const wanted = context.members[placeAside(state, visit)];
  if (wanted === undefined) return context;

  const others = withoutKey(putAside(context.members, state), placeAside(state, visit));
  return { ...context, members: { ...others, [state]: wanted } };
}

/** Members that completed are undone or released some day, also when their state is entered once more (section 4). */
function putAside(members: SagaContext["members"], state: string): SagaContext["members"] {
  const known = members[state];

  return known === undefined || known.completed.length === 0 ? members : { ...members, [placeAside(state, known.visit)]: known };
}

function placeAside(state: string, visit: number): string {
  return `${state}#${visit}`;
}

/** Members completed, or failed with nothing left to undo. */
export function settleMembers(context: SagaContext, entry: Entry): SagaContext {
  return patch(context, entry, (record) => {
    const news = newsOf(entry);
    const settled = { ...record.settled };
    for (const { index, status, cause } of news)
      settled[index] = { status: requireKnown(status, "end of the member"), settledAt: entry.seq, cause: cause ?? null };
    const completed = news.filter((one) => one.status === "completed").map((one) => one.index);
    const gone = new Set(news.map((one) => one.index));

    return {
      ...record,
      settled,
      completed: [...record.completed, ...completed],
      cause: record.cause ?? entry.data.error ?? null,
      stopping: record.stopping ?? entry.data.stopping ?? null,
      incidents: record.incidents.filter((index) => !gone.has(index)),
    };
  });
}

/** No further member begins, and those that run turn back. */
export function stopMembers(context: SagaContext, entry: Entry): SagaContext {
  return patch(context, entry, (record) => ({
    ...record,
    stopping: requireKnown(entry.data.stopping, "last member"),
    cause: record.cause ?? entry.data.error ?? null,
  }));
}

/** Completed members were undone on the parent's word. */
export function undoMembers(context: SagaContext, entry: Entry): SagaContext {
  return patch(context, entry, (record) => {
    const news = newsOf(entry);
    const settled = { ...record.settled };
    for (const { index } of news) settled[index] = { status: "undone", settledAt: entry.seq, cause: null };
    const gone = new Set(news.map((one) => one.index));

    return {
      ...record,
      settled,
      completed: record.completed.filter((index) => !gone.has(index)),
      incidents: record.incidents.filter((index) => !gone.has(index)),
    };
  });
}

/** A member has an incident of its own: a person resolves it there. */
export function suspendMember(context: SagaContext, entry: Entry): SagaContext {
  const index = memberOf(entry);

  return patch(context, entry, (record) => ({ ...record, incidents: [...record.incidents.filter((one) => one !== index), index] }));
}

/** The incident of a member was resolved. */
export function releaseMember(context: SagaContext, entry: Entry): SagaContext {
  const index = memberOf(entry);

  return patch(context, entry, (record) => ({ ...record, incidents: record.incidents.filter((one) => one !== index) }));
}

function newsOf({ data }: Entry): NonNullable<Entry["data"]["members"]> {
  return requireKnown(data.members, "members");
}

function memberOf(entry: Entry): number {
  return requireKnown(newsOf(entry)[0], "member").index;
}

/** Changes the record of the members an entry is about. */
function patch(context: SagaContext, { data }: Entry, change: (record: MembersRecord) => MembersRecord): SagaContext {
  const state = stateOf(data);
  const known = requireKnown(context.members[state], "members");
  const record = change(known);
  const next = { ...context, members: { ...context.members, [state]: record } };
  // A member that has ended needs nobody any more.
  const isOver = record.incidents.length === 0 && known.incidents.length > 0 && context.incidents[state]?.reason === "child";
  return isOver ? { ...next, incidents: withoutKey(context.incidents, state) } : next;
}
