import { localName, scopeOf } from "@skald/dsl";
import { isFirstPhase } from "@skald/shared";
import { requireKnown } from "../require-known.ts";
import type { Entry } from "../types/entry.ts";
import type { GroupRecord, ParticipantStatus, SagaContext } from "../types/saga.ts";
import { stateOf } from "./records.ts";
import { patchStep } from "./steps.ts";

/** A group begins, gives up, decides, or takes too long. */
export function moveGroup(context: SagaContext, entry: Entry): SagaContext {
  const { data, type } = entry;
  const state = stateOf(data);
  const visit = requireKnown(data.visit, "visit");
  const known = context.groups[state];
  const record = known?.visit === visit ? known : newGroup(visit);
  const next = withOpened(changed(record, type, entry), data.opened ?? []);
  const waits = waitsAfter(context, entry);

  return { ...context, waits, groups: { ...context.groups, [state]: next } };
}

function newGroup(visit: number): GroupRecord {
  return { visit, phase: "preparing", participants: {}, decidedAt: null, cause: null, lateSince: null };
}

function changed(record: GroupRecord, type: Entry["type"], { data, at, seq }: Entry): GroupRecord {
  switch (type) {
    case "group.failing":
      return { ...record, cause: record.cause ?? requireKnown(data.error, "error") };
    case "group.committing":
      return { ...record, phase: "committing", decidedAt: seq };
    case "group.aborting":
      return { ...record, phase: "aborting", decidedAt: seq };
    case "group.late":
      return { ...record, lateSince: at };
    default:
      return record;
  }
}

/** A participant whose first phase is asked for is being prepared. */
function withOpened(record: GroupRecord, opened: NonNullable<Entry["data"]["opened"]>): GroupRecord {
  const begun = opened.filter((call) => isFirstPhase(call.kind)).map((call) => [localName(call.state), "preparing"] as const);

  return begun.length === 0 ? record : { ...record, participants: { ...record.participants, ...Object.fromEntries(begun) } };
}

/** The clock of a phase: a new phase has its own, a clock that rang is gone. */
function waitsAfter(context: SagaContext, { data, type, at }: Entry): SagaContext["waits"] {
  const state = stateOf(data);
  const { [state]: _old, ...others } = context.waits;
  if (type === "group.failing") return others;
  if (data.dueAt === undefined) return type === "group.preparing" ? context.waits : others;

  return { ...others, [state]: { state, kind: "timer", dueAt: data.dueAt, due: false, arrivedAt: null, since: at, about: {} } };
}

const STATUS = { "participant.prepared": "prepared", "participant.failed": "refused", "participant.settled": "committed" } as const;

/** A participant answered for good: prepared, refused or in doubt, committed, aborted. */
export function settleParticipant(context: SagaContext, entry: Entry): SagaContext {
  const { data, type } = entry;
  const path = stateOf(data);
  const group = scopeOf(path);
  const record = requireKnown(context.groups[group], "group");
  const { [data.callId ?? ""]: _closed, ...open } = context.open;
  const { [data.callId ?? ""]: _waited, ...backoff } = context.backoff;
  const status = statusOf(record, entry);
  const participants = { ...record.participants, [localName(path)]: status };
  const cause = type === "participant.failed" ? (record.cause ?? requireKnown(data.error, "error")) : record.cause;
  const next = {
    ...context,
    open,
    backoff,
    groups: { ...context.groups, [group]: { ...record, participants, cause } },
  };
  return patchStep(next, path, stepOf(status, entry));
}

function statusOf(record: GroupRecord, { data, type }: Entry): ParticipantStatus {
  if (type === "participant.failed") return data.tainted === true ? "unknown" : "refused";
  if (type === "participant.settled" && record.phase === "aborting") return "aborted";

  return STATUS[type as keyof typeof STATUS];
}

function stepOf(status: ParticipantStatus, { data, at, seq }: Entry): Parameters<typeof patchStep>[2] {
  switch (status) {
    case "prepared":
      return { status: "waiting", outputAt: seq };
    case "committed":
      return { status: "succeeded", endedAt: at };
    case "aborted":
      return { status: "failed", endedAt: at, undo: "undone" };
    default:
      return { status: status === "unknown" ? "unknown" : "failed", endedAt: at, error: requireKnown(data.error, "error") };
  }
}
