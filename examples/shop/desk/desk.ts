import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { ApiError, type Client } from "@skald/shared";
import type { ParticipantName } from "../config.ts";
import { BEHAVIOURS, canBehave, type Fault, formatFault, OPERATIONS, parseFaults } from "../faults/catalogue.ts";
import type { FaultDesk } from "../faults/desk.ts";
import { STORIES } from "../faults/stories.ts";
import { BadRequestError, memberOf, optionalText, requireText } from "../participants/kit/fields.ts";
import type { Participant } from "../participants/kit/participant.ts";
import { type Reply, type Route, reply, type ShopRequest } from "../participants/kit/router.ts";
import { countFigures } from "./figures.ts";
import { createLoad, type Load, PER_SECOND_MAX, startOrder } from "./load.ts";
import { makeOrder } from "./make-order.ts";

/** What the desk works on. */
export interface DeskSetting {
  readonly faults: FaultDesk;
  readonly engine: Client;
  readonly participants: Readonly<Record<ParticipantName, Participant>>;
  readonly consoleUrl: string;
}

/** The routes of the fault desk, and the way to stop its load. */
export interface Desk {
  readonly routes: readonly Route[];
  stop(): void;
}

/** Page and API of the fault desk. */
export function createDesk(setting: DeskSetting): Desk {
  const load = createLoad(setting.engine, setting.faults);
  const { faults } = setting;
  const route = (method: string, path: string, run: Route["run"]): Route => ({ method, path, run });

  return {
    routes: [
      route("GET", "/", page("index.html")),
      route("GET", "/desk", page("index.html")),
      route("GET", "/desk/desk.css", page("desk.css")),
      route("GET", "/desk/desk.js", page("desk.js")),
      route("GET", "/desk/state", () => showState(setting, load)),
      route("PUT", "/desk/faults", async ({ body }) => setFaults(faultsOf(body), faults)),
      route("DELETE", "/desk/faults", async () => {
        faults.clear();
        return reply(204);
      }),
      route("DELETE", "/desk/faults/:fault", async ({ params }) => clearFaults(parse(params["fault"] ?? ""), faults)),
      route("PUT", "/desk/faults/orders/:orderId", async ({ params, body }) => setForOrder(params, faultsOf(body), faults)),
      route("DELETE", "/desk/faults/orders/:orderId", async ({ params }) => setForOrder(params, [], faults)),
      route("POST", "/desk/orders", (request) => placeOrder(setting, request)),
      route("PUT", "/desk/load", async ({ body }) => setLoad(load, body)),
    ],
    stop: () => load.set({ perSecond: 0, troubleShare: 0 }),
  };
}

const CONTENT_TYPES = {
  "index.html": "text/html; charset=utf-8",
  "desk.css": "text/css; charset=utf-8",
  "desk.js": "text/javascript; charset=utf-8",
} as const;

function page(file: keyof typeof CONTENT_TYPES): Route["run"] {
  return async () => {
    const text = await readFile(new URL(`./public/${file}`, import.meta.url), "utf8");
    return { kind: "text", contentType: CONTENT_TYPES[file], text };
  };
}

async function showState({ faults, participants, consoleUrl }: DeskSetting, load: Load): Promise<Reply> {
  const { all, orders } = faults.list();
  const operations = Object.entries(OPERATIONS).map(([name, face]) => ({
    name,
    ...face,
    behaviours: (Object.keys(BEHAVIOURS) as (keyof typeof BEHAVIOURS)[]).filter((behaviour) =>
      canBehave(name as keyof typeof OPERATIONS, behaviour),
    ),
  }));

  return reply(200, {
    consoleUrl,
    operations,
    behaviours: BEHAVIOURS,
    stories: STORIES,
    faults: all,
    orders: orders.slice(-20).toReversed(),
    load: { ...load.status(), max: PER_SECOND_MAX },
    figures: await countFigures(participants),
  });
}

function setFaults(given: readonly Fault[], faults: FaultDesk): Reply {
  for (const fault of given) faults.setForAll(fault);
  return reply(200, { faults: faults.list().all.map(formatFault) });
}

function clearFaults(given: readonly Fault[], faults: FaultDesk): Reply {
  for (const { operation, behaviour } of given) faults.clearForAll(operation, behaviour);
  return reply(204);
}

function setForOrder(params: ShopRequest["params"], given: readonly Fault[], faults: FaultDesk): Reply {
  const orderId = params["orderId"] ?? "";
  faults.setForOrder(orderId, given);
  return reply(200, { orderId, faults: given.map(formatFault) });
}

async function placeOrder({ engine, faults }: DeskSetting, { body }: ShopRequest): Promise<Reply> {
  const story = STORIES.find(({ id }) => id === (optionalText(body, "story") ?? "fine"));
  if (story === undefined)
    throw new BadRequestError(422, "STORY_UNKNOWN", `There are the stories ${STORIES.map(({ id }) => id).join(", ")}.`);

  const drawn = makeOrder(optionalText(body, "orderId") ?? `D-${randomUUID().slice(0, 8)}`, Math.random);
  const order = {
    ...drawn,
    total: optionalText(body, "total") ?? drawn.total,
    customerId: optionalText(body, "customerId") ?? drawn.customerId,
  };
  try {
    const sagaId = await startOrder({ engine, faults }, order, story.fault);
    return reply(202, { orderId: order.orderId, sagaId, story: story.id });
  } catch (error) {
    if (error instanceof ApiError) return reply(error.status, error.problem);
    return reply(503, { status: 503, code: "ENGINE_UNREACHABLE", detail: "The engine does not answer." });
  }
}

function setLoad(load: Load, body: unknown): Reply {
  const { perSecond, troubleShare } = load.status();
  load.set({ perSecond: numberOf(body, "perSecond") ?? perSecond, troubleShare: numberOf(body, "troubleShare") ?? troubleShare });
  return reply(200, load.status());
}

function numberOf(body: unknown, name: string): number | null {
  const value = memberOf(body, name);
  return typeof value === "number" ? value : null;
}

function faultsOf(body: unknown): readonly Fault[] {
  return parse(requireText(body, "fault"));
}

function parse(text: string): readonly Fault[] {
  const faults = parseFaults(text);
  if (typeof faults === "string") throw new BadRequestError(422, "FAULT_UNKNOWN", faults);
  return faults;
}
