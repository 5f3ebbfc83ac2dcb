import { createBarrierTables } from "@skald/participant";
import type pg from "pg";
import type { ParticipantName } from "../../config.ts";
import type { FaultDesk } from "../../faults/desk.ts";
import type { ShopDatabase } from "./database.ts";
import { LEDGER_SQL } from "./ledger.ts";
import { type Route, reply } from "./router.ts";
import { type Address, type RunningServer, startServer } from "./server.ts";

/** What the routes of a participant work with. */
export interface Workplace {
  readonly db: pg.Pool;
  readonly faults: FaultDesk;
  /** Told when a call arrives and when its work is committed: the proof kills the engine there. */
  readonly watch: (moment: CallMoment) => void;
}

/** A moment in the life of one call at a participant. */
export interface CallMoment {
  readonly operation: string;
  readonly phase: "arrived" | "worked";
}

/** A participant before it runs: its tables and its routes. */
export interface ParticipantPlan {
  readonly name: ParticipantName;
  readonly tables: string;
  readonly routes: (workplace: Workplace) => readonly Route[];
}

/** A running participant. */
export interface Participant extends RunningServer {
  readonly name: ParticipantName;
  readonly db: pg.Pool;
}

/** What a participant needs from the shop to start. */
export interface ParticipantSetting {
  readonly database: ShopDatabase;
  readonly address: Address;
  readonly faults: FaultDesk;
  readonly watch?: (moment: CallMoment) => void;
}

/** Creates the tables of a participant and opens its port. */
export async function startParticipant(plan: ParticipantPlan, setting: ParticipantSetting): Promise<Participant> {
  const db = await setting.database.openSchema(`skald_shop_${plan.name}`);
  await createBarrierTables(db);
  await db.query(LEDGER_SQL);
  await db.query(plan.tables);
  const workplace: Workplace = { db, faults: setting.faults, watch: setting.watch ?? (() => undefined) };
  const server = await startServer(setting.address, [healthRoute(plan.name, db), ...plan.routes(workplace)]);

  return { ...server, name: plan.name, db };
}

function healthRoute(name: ParticipantName, db: pg.Pool): Route {
  return {
    method: "GET",
    path: "/health",
    run: async () => {
      await db.query("select 1");
      return reply(200, { status: "up", service: name });
    },
  };
}
