import { localName, scopeOf } from "@skald/dsl";
import type { Entry } from "../types/entry.ts";
import type { GroupRecord, ParticipantStatus, SagaContext } from "../types/saga.ts";
import { isFirstPhase, patchStep } from "./steps.ts";

/** A group begins, gives up, decides, or takes too long. */
export function moveGroup(context: SagaContext, entry: Entry): SagaContext {
  const { data, type } = entry;
  const state = data.state ?? "";
  const known = context.groups[state];
  const record = known === undefined || known.visit !== data.visit ? newGroup(data.visit ?? 1) : known;
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
      return { ...record, cause: record.cause ?? data.error ?? null };
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
  const state = data.state ?? "";
  const { [state]: _old, ...others } = context.waits;
  if (type === "group.failing") return others;
  if (data.dueAt === undefined) return type === "group.preparing" ? context.waits : others;

  return { ...others, [state]: { state, kind: "timer", dueAt: data.dueAt, due: false, arrivedAt: null, since: at, about: {} } };
}

const STATUS = { "participant.prepared": "prepared", "participant.failed": "refused", "participant.settled": "committed" } as const;

/** A participant answered for good: prepared, refused or in doubt, committed, aborted. */
export function settleParticipant(context: SagaContext, entry: Entry): SagaContext {
  const { data, type } = entry;
  const path = data.state ?? "";
  const group = scopeOf(path);
  const record = context.groups[group];
  if (record === undefined || !(type in STATUS)) return context;

  const { [data.callId ?? ""]: _closed, ...open } = context.open;
  const { [data.callId ?? ""]: _waited, ...backoff } = context.backoff;
  const status = statusOf(record, entry);
  const participants = { ...record.participants, [localName(path)]: status };
  const cause = type === "participant.failed" ? (record.cause ?? data.error ?? null) : record.cause;
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
      return { status: status === "unknown" ? "unknown" : "failed", endedAt: at, error: data.error ?? null };
  }
}
