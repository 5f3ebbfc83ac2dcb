// Sagas in memory, each with its mailbox. What happens to a saga happens here, in this order:
// decide its mail, submit one unit, and when that is committed: answer, arm waits, perform calls.
//
//   W2. Calls are performed only after the commit that opened them.
//   W3. A saga has at most one unit in flight; mail that comes meanwhile is folded into the next one.
//       Mail leaves its box only when its unit is committed, so nothing is lost when a unit fails.
//   W4. `known.saga` is the committed saga; what was decided and not committed is never shown.
//   W5. A fenced unit wrote nothing: everything is dropped, another replica goes on.
//   W6. What is performed and armed is derived from the saga after every commit, and only from it. A call whose
//       result waits in the mailbox is still open in the committed saga; it was made, and is not made again.
//
// It owns no loop (loop.ts), no calls (perform.ts) and no timers (waits.ts).

import type { UnitOutcome } from "../../ports/saga-store.ts";
import { advanceKnown } from "./advance-known.ts";
import { answerCommitted, answerUnreadable, answerUnwritten } from "./answer-mail.ts";
import { buildUnit, type Draft } from "./build-unit.ts";
import { decideMail, type Work } from "./decide-mail.ts";
import type { MailboxPorts } from "./mailbox-ports.ts";
import { type Known, type Mail, newResident, type Resident, type Unreadable, unanswered } from "./resident.ts";
import { Residents } from "./residents.ts";
import { createStoreRetries, type StoreRetries } from "./store-retries.ts";
import { type Failure, strike } from "./strike.ts";

interface Drafted {
  readonly work: Work;
  readonly draft: Draft;
}

/** All sagas in memory. */
export class Mailboxes {
  readonly #ports: MailboxPorts;
  readonly #residents = new Residents();
  readonly #retries: StoreRetries;

  constructor(ports: MailboxPorts) {
    this.#ports = ports;
    this.#retries = createStoreRetries(ports.clock, ports.ids, (resident) => this.#step(resident));
  }

  /** The one way in: results, timers, deadlines, commands. */
  deliver(sagaId: string, mail: Mail): void {
    const resident = this.#residents.get(sagaId) ?? this.#residents.add(newResident(sagaId, null));
    resident.mail.push(mail);
    this.#step(resident);
  }

  /** Takes mail back; false when it is gone, or in a unit under way. */
  withdraw(sagaId: string, mail: Mail): boolean {
    const resident = this.#residents.get(sagaId);
    const index = resident?.mail.indexOf(mail) ?? -1;
    if (resident === undefined || index < resident.carried) return false;

    resident.mail.splice(index, 1);
    return true;
  }

  /** Goes on with a saga whose first unit was committed. Mail may have come before the starter heard of that. */
  begin(known: Known, work: Work, draft: Draft): void {
    const early = this.#residents.get(known.saga.id)?.mail ?? [];
    const resident = this.#residents.add(newResident(known.saga.id, known));
    resident.mail.push(...early);
    // The start itself was never in the mailbox.
    this.#finish(resident, known, { work: { ...work, carried: 0 }, draft });
  }

  /**
   * A start of this saga is under way. Its row may be committed before its starter hears of it; a recovery that
   * reads the row in between must leave it alone, or its first call is made twice.
   */
  expect(sagaId: string): void {
    this.#residents.expect(sagaId);
  }

  /** The start came to an end, whichever. Mail that waited for it goes on, after `begin` if that follows. */
  unexpect(sagaId: string): void {
    this.#residents.unexpect(sagaId);
    const resident = this.#residents.get(sagaId);
    if (resident !== undefined) queueMicrotask(() => this.#step(resident));
  }

  /**
   * A recovery begins; call the answer when it ends. Whatever is in memory at some time meanwhile is not resumed:
   * what the recovery read of it may be old by then.
   */
  recovering(): () => void {
    return this.#residents.recovering();
  }

  /** Goes on with a saga as it was loaded. */
  resume(known: Known): void {
    if (this.has(known.saga.id)) return;

    const resident = this.#residents.add(newResident(known.saga.id, known));
    this.#residents.noteRow(resident);
    this.#advance(resident, known);
  }

  /** Derives the calls of a saga in memory again; a busy one does so with its next commit. */
  nudge(sagaId: string): void {
    const resident = this.#residents.get(sagaId);
    if (resident === undefined || resident.known === null || resident.busy || this.#retries.has(resident)) return;

    this.#advance(resident, resident.known);
  }

  /** Whether a saga is in memory, will be as soon as its start is answered, or was since a recovery began. */
  has(sagaId: string): boolean {
    return this.#residents.has(sagaId);
  }

  /** Last committed seq of a saga in memory. */
  seqOf(sagaId: string): number | null {
    return this.#residents.get(sagaId)?.known?.saga.seq ?? null;
  }

  size(): number {
    return this.#residents.size;
  }

  /** No unit under way and no mail waiting. */
  isQuiet(): boolean {
    return this.#residents.isQuiet();
  }

  /** Writes the rows that are behind their journal; those of busy sagas are written by their next unit. */
  sweep(): void {
    const dueMs = this.#ports.clock.nowMs() - this.#ports.limits.checkpointBehindMs;
    for (const [resident, known] of this.#residents.behindSince(dueMs))
      if (!resident.busy && resident.mail.length === 0) this.#advance(resident, known);
  }

  /** Forgets everything. Mail in a unit under way is answered when that unit is: it may be committed. */
  dropAll(): void {
    const dropped = this.#residents.clear();
    this.#retries.clear();
    for (const { mail, carried } of dropped) answerUnwritten(mail.slice(carried));
  }

  #step(resident: Resident): void {
    if (resident.busy || this.#retries.has(resident) || !this.#residents.holds(resident)) return;

    if (resident.known === null && this.#residents.isExpected(resident.id)) return;
    if (resident.known === null) this.#load(resident);
    else if (resident.mail.length > 0) this.#advance(resident, resident.known);
  }

  #load(resident: Resident): void {
    resident.busy = true;
    const loaded = (known: Known | Unreadable | null): void => {
      resident.busy = false;
      if (!this.#residents.holds(resident)) return;
      if (known === null) return this.#vanish(resident);
      if ("unreadable" in known) return this.#turnAway(resident, known.unreadable);

      resident.known = known;
      this.#residents.noteRow(resident);
      this.#advance(resident, known);
    };
    const failed = (error: unknown): void => {
      resident.busy = false;
      if (!this.#residents.holds(resident)) return;

      this.#ports.telemetry.log("warn", "A saga could not be loaded; it is tried again.", { sagaId: resident.id, error });
      this.#retries.later(resident);
    };
    this.#ports.load(resident.id).then(loaded, failed);
  }

  /** Mail for a saga that does not exist: nothing can come of it. */
  #vanish(resident: Resident): void {
    this.#forget(resident);
    for (const mail of resident.mail) {
      mail.command?.answer({ kind: "notFound" });
      this.#ports.dueSettled(mail);
    }
    this.#ports.moved();
  }

  /** Mail for a saga that cannot be read: its wake-ups come again when it can. */
  #turnAway(resident: Resident, reason: string): void {
    this.#ports.park(resident.id, reason);
    this.#forget(resident);
    answerUnreadable(resident.mail, reason);
    for (const mail of resident.mail) this.#ports.dueSettled(mail);
    this.#ports.moved();
  }

  #advance(resident: Resident, known: Known): void {
    const drafted = this.#draft(resident, known);
    if (drafted === null) return;
    if (drafted.draft.empty) return this.#finish(resident, known, drafted);

    resident.busy = true;
    resident.carried = drafted.work.carried;
    this.#ports.store.submit(drafted.draft.unit).then(
      (outcome) => this.#settle(resident, known, drafted, outcome),
      (error: unknown) => this.#settle(resident, known, drafted, { kind: "rejected", detail: `The store threw: ${String(error)}` }),
    );
  }

  /** Null when the kernel threw; then the mail was dealt with. */
  #draft(resident: Resident, known: Known): Drafted | null {
    const { clock, limits, telemetry } = this.#ports;
    let suspects = Math.min(resident.mail.length, 1);
    try {
      const work = decideMail(known, resident.mail, resident.solo, this.#ports);
      if (work.thrown !== null && work.carried === 0) throw work.thrown.error;

      suspects = work.carried;
      const mail = resident.mail.slice(0, work.carried);
      return { work, draft: buildUnit({ known, work, mail, start: null, nowMs: clock.nowMs(), limits }) };
    } catch (error) {
      telemetry.count("skald_internal_errors_total");
      telemetry.log("error", "The kernel could not go on with a saga.", {
        sagaId: resident.id,
        event: resident.mail[0]?.event.kind,
        error,
      });
      this.#strike(resident, { suspects, detail: `internal error: ${String(error)}` });
      return null;
    }
  }

  #settle(resident: Resident, known: Known, drafted: Drafted, outcome: UnitOutcome): void {
    const { carried } = drafted.work;
    resident.busy = false;
    resident.carried = 0;
    if (!this.#residents.holds(resident)) {
      // Whoever owns the saga now goes on with it; only those who wait here are answered.
      if (outcome.kind === "committed") answerCommitted(resident.mail.slice(0, carried), drafted.work);
      else answerUnwritten(resident.mail.slice(0, carried));
      return;
    }

    switch (outcome.kind) {
      case "committed":
        this.#retries.recovered();
        this.#ports.storeAnswered(true);
        return this.#finish(resident, known, drafted);
      case "fenced":
        return this.#ports.fenced();
      case "unavailable":
        this.#ports.storeAnswered(false);
        return this.#retries.later(resident);
      case "commandExists":
        return this.#answerExisting(resident, outcome);
      case "refused":
        return this.#rejected(resident, carried, "a unit without start keys was refused");
      case "rejected":
        return this.#rejected(resident, carried, outcome.detail);
    }
  }

  #finish(resident: Resident, known: Known, { work, draft }: Drafted): void {
    const { waits, performer, watch, limits } = this.#ports;
    const hasEnded = known.saga.context.ended === null && work.saga.context.ended !== null;
    advanceKnown(known, work, draft, this.#ports.clock.nowMs());
    this.#residents.noteRow(resident);

    const done = resident.mail.splice(0, work.carried);
    if (resident.mail.length === 0) resident.solo = false;
    resident.rejections = 0;
    answerCommitted(done, work);
    for (const mail of done) this.#ports.dueSettled(mail);
    waits.sync(resident.id, draft.waits);
    performer.perform(unanswered(draft.calls, resident.mail));
    if (work.entries.length > 0) watch.committed(work.saga, known.definition);
    if (hasEnded) this.#ports.ended(work.saga);

    if (resident.mail.length > 0) this.#step(resident);
    else if (!draft.hot) this.#forget(resident);
    else if (limits.replayAlways) this.#release(resident);
    this.#ports.moved();
  }

  #answerExisting(resident: Resident, outcome: Extract<UnitOutcome, { kind: "commandExists" }>): void {
    const index = resident.mail.findIndex((mail) => mail.command !== null);
    const [mail] = index < 0 ? [] : resident.mail.splice(index, 1);
    mail?.command?.answer(outcome.sameRequest ? { kind: "replayed", commandId: outcome.commandId } : { kind: "keyReused" });
    if (resident.known !== null) this.#advance(resident, resident.known);
  }

  #rejected(resident: Resident, carried: number, detail: string): void {
    this.#ports.telemetry.count("skald_rejected_units_total");
    this.#ports.telemetry.log("error", "The store rejected a unit.", { sagaId: resident.id, detail });
    this.#strike(resident, { suspects: carried, detail: `rejected by the store: ${detail}` });
  }

  /** Something is wrong with the work of this saga: it is loaded and tried again, or given up. */
  #strike(resident: Resident, failure: Failure): void {
    resident.known = null;
    this.#residents.noteRow(resident);
    if (strike(resident, failure, this.#ports)) this.#retries.later(resident);
    else this.#abandon(resident, failure.detail);
  }

  /** No entry can be written that parks it: its row alone says so. The next start tries again. */
  #abandon(resident: Resident, detail: string): void {
    this.#ports.park(resident.id, detail);
    answerUnwritten(resident.mail);
    for (const mail of resident.mail) this.#ports.dueSettled(mail);
    this.#forget(resident);
  }

  #forget(resident: Resident): void {
    this.#release(resident);
    this.#ports.waits.sync(resident.id, []);
  }

  #release(resident: Resident): void {
    this.#residents.remove(resident);
    this.#retries.forget(resident);
  }
}
