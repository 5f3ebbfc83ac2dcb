import type { Saga } from "@skald/kernel";
import type { SagaStore } from "../../ports/saga-store.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import type { HostLimits } from "../limits.ts";
import type { Performer } from "../perform.ts";
import type { Waits } from "../waits.ts";
import type { Watch } from "../watch.ts";
import type { DecisionSources } from "./decide-mail.ts";
import type { Known, Mail, Unreadable } from "./resident.ts";

/** What the mailboxes drive, and whom they tell. */
export interface MailboxPorts extends DecisionSources {
  readonly store: Pick<SagaStore, "submit">;
  readonly limits: HostLimits;
  readonly telemetry: Telemetry;
  readonly performer: Performer;
  readonly waits: Waits;
  readonly watch: Watch;
  /** A saga as its committed rows hold it; null: there is none. */
  load(sagaId: string): Promise<Known | Unreadable | null>;
  /** Shows a saga with which the engine cannot go on at all as poisoned. */
  park(sagaId: string, reason: string): void;
  /** This replica was taken over. */
  fenced(): void;
  /** The store took a unit, or was away. */
  storeAnswered(available: boolean): void;
  /** Mail of the scan is dealt with; other mail may be given too. */
  dueSettled(mail: Mail): void;
  ended(saga: Saga): void;
  /** Something was dealt with; whoever waits for quiet looks again. */
  moved(): void;
}
