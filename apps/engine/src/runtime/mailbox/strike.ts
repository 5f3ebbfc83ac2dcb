import { FAILURES_MAX } from "../limits.ts";
import { internalRefusal } from "./answer-mail.ts";
import type { MailboxPorts } from "./mailbox-ports.ts";
import { mailOf, type Resident } from "./resident.ts";

/** What failed: so many pieces of mail from the front may be guilty of it. */
export interface Failure {
  readonly suspects: number;
  readonly detail: string;
}

/**
 * Counts a failure against the work of a saga (G22). Of several pieces of mail each is tried alone from now on. At the
 * third failure the guilty one makes way for an event that parks the saga. False: that event failed too, so no entry
 * can be written that parks it.
 */
export function strike(resident: Resident, failure: Failure, ports: Pick<MailboxPorts, "telemetry" | "dueSettled">): boolean {
  if (countFailure(resident, failure.suspects) < FAILURES_MAX) return true;
  if (failure.suspects > 0 && resident.mail[0]?.event.kind === "poison") return false;

  poison(resident, failure, ports);
  return true;
}

/** Failures of the one event that can be guilty. */
function countFailure(resident: Resident, suspects: number): number {
  const [head] = resident.mail;
  if (suspects === 0 || head === undefined) {
    resident.rejections += 1;
    return resident.rejections;
  }
  resident.solo = true;
  if (suspects === 1) head.failures += 1;
  return head.failures;
}

/** The guilty mail goes. A result is not lost by that: its call is still open, and is performed again on resume. */
function poison(
  resident: Resident,
  { suspects, detail }: Failure,
  { telemetry, dueSettled }: Pick<MailboxPorts, "telemetry" | "dueSettled">,
): void {
  telemetry.count("skald_poisoned_total");
  telemetry.log("error", "A saga is parked after three internal errors.", { sagaId: resident.id, detail });
  resident.rejections = 0;
  for (const guilty of resident.mail.splice(0, suspects)) {
    guilty.command?.answer(internalRefusal(guilty.command));
    dueSettled(guilty);
  }
  resident.mail.unshift(mailOf({ kind: "poison", detail }));
}
