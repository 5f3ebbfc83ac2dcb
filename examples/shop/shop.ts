import type { Client } from "@skald/shared";
import { PARTICIPANT_NAMES, type ParticipantName, type ShopConfig } from "./config.ts";
import { createDesk, type Desk } from "./desk/desk.ts";
import { createFaultDesk, type FaultDesk } from "./faults/desk.ts";
import { frontRoutes } from "./front/front.ts";
import { inventory } from "./participants/inventory/inventory.ts";
import { openShopDatabase } from "./participants/kit/database.ts";
import { type CallMoment, type Participant, type ParticipantPlan, startParticipant } from "./participants/kit/participant.ts";
import { type RunningServer, startServer } from "./participants/kit/server.ts";
import { notifications } from "./participants/notifications/notifications.ts";
import { orders } from "./participants/orders/orders.ts";
import { payments } from "./participants/payments/payments.ts";
import { shipping } from "./participants/shipping/shipping.ts";

/** The running shop. */
export interface Shop {
  /** Where the fault desk and the front are. */
  readonly url: string;
  /** The addresses the catalogues read: ORDERS_URL and its siblings. */
  readonly environment: Readonly<Record<string, string>>;
  readonly participants: Readonly<Record<ParticipantName, Participant>>;
  readonly faults: FaultDesk;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** What a test or the proof wants otherwise than `npm start`. */
export interface ShopOptions {
  readonly databaseName?: string;
  readonly watch?: (moment: CallMoment) => void;
}

const PLANS: Readonly<Record<ParticipantName, ParticipantPlan>> = { orders, inventory, payments, shipping, notifications };

/** Opens the database, starts the five participants, then the desk and the front. */
export async function startShop(config: ShopConfig, engine: Client, options: ShopOptions = {}): Promise<Shop> {
  const database = await openShopDatabase(config.databaseUrl, options.databaseName);
  const faults = createFaultDesk();
  const started: Participant[] = [];
  for (const [index, name] of PARTICIPANT_NAMES.entries()) {
    const address = { host: config.host, port: config.port === 0 ? 0 : config.port + 1 + index };
    started.push(
      await startParticipant(PLANS[name], { database, address, faults, ...(options.watch === undefined ? {} : { watch: options.watch }) }),
    );
  }
  const participants = Object.fromEntries(started.map((participant) => [participant.name, participant])) as Record<
    ParticipantName,
    Participant
  >;
  const desk = createDesk({ faults, engine, participants, consoleUrl: config.consoleUrl });
  const server = await startServer({ host: config.host, port: config.port }, [...desk.routes, ...frontRoutes(engine)]);

  return {
    url: server.url,
    environment: Object.fromEntries(started.map(({ name, url }) => [`${name.toUpperCase()}_URL`, url])),
    participants,
    faults,
    databaseUrl: database.url,
    close: async () => {
      await closeAll(desk, [server, ...started]);
      await database.close();
    },
  };
}

async function closeAll(desk: Desk, servers: readonly RunningServer[]): Promise<void> {
  desk.stop();
  await Promise.all(servers.map((server) => server.close()));
}
