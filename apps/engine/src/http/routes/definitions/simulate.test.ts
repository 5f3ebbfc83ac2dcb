import { readFileSync } from "node:fs";
import type { Problem, SimulateView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { type OpenDoor, openDoor } from "../../testing/open-door.ts";

const YAML = { "content-type": "application/yaml" };
const URL_OF_ROUTE = "/api/v1/definitions/simulate";
const SHOP = new URL("../../../../../../examples/shop/", import.meta.url);
const shopText = (path: string): string => readFileSync(new URL(path, SHOP), "utf8");
const SERVICES = ["orders", "inventory", "payments", "shipping", "notifications"].map((name) => shopText(`services/${name}.yaml`));
const ORDER = shopText("sagas/order.yaml");
const SHOP_TEXT = [...SERVICES, ORDER].join("\n---\n");

const CALL = (path: string): string => `{ http: { method: POST, url: "http://127.0.0.1:1/${path}" } }`;
const TRIP = `document: { dsl: "1.0", kind: saga, namespace: test, name: trip, version: 1.0.0 }
input: { schema: { type: object, required: [city] } }
start: hotel
states:
  hotel: { type: task, call: ${CALL("hotel")}, compensate: { call: ${CALL("hotel/undo")} }, next: car }
  car: { type: task, call: ${CALL("car")}, compensate: { call: ${CALL("car/undo")} }, next: done }
  done: { type: succeed }
`;

const LOOP = `document: { dsl: "1.0", kind: saga, namespace: test, name: loop, version: 1.0.0 }
start: look
states:
  look: { type: switch, cases: [{ when: "\${ input.ready }", next: done }], default: rest }
  rest: { type: wait, for: 1s, next: look }
  done: { type: succeed }
`;

async function aShop(): Promise<OpenDoor> {
  const door = await openDoor();
  await door.post("/api/v1/definitions", SHOP_TEXT, YAML);

  return door;
}

describe("POST /definitions/simulate", () => {
  test("a stored saga of which nothing fails is completed, and nothing is called or stored", async () => {
    const door = await aShop();

    const answer = await door.post(URL_OF_ROUTE, { definition: "shop/order" });

    const { definition, version, simulation, coverage } = answer.json<SimulateView>();
    expect({ definition, version, end: simulation.end, coverage }).toEqual({
      definition: "shop/order",
      version: expect.any(String),
      end: "completed",
      coverage: null,
    });
    expect(door.gateway.ledger).toEqual([]);
    expect((await door.get("/api/v1/sagas")).json()).toMatchObject({ items: [] });
  });

  test("a text is played as it stands, with the path, the order of undoing and the journal in virtual time", async () => {
    const door = await openDoor();

    const answer = await door.post(URL_OF_ROUTE, { text: TRIP, outcomes: { car: "refused" } });

    const { simulation } = answer.json<SimulateView>();
    expect(simulation).toMatchObject({ end: "compensated", path: ["hotel", "car"], undone: ["hotel"], findings: [] });
    expect(simulation.journal.map(({ seq }) => seq)).toEqual(simulation.journal.map((_, index) => index + 1));
    expect(simulation.journal[0]).toMatchObject({ type: "saga.started", at: "2026-01-01T00:00:00.000Z" });
    expect(simulation.effects).toEqual([expect.objectContaining({ state: "hotel", standing: "undone" })]);
  });

  test("a text is read with the services that are stored", async () => {
    const door = await aShop();

    const answer = await door.post(URL_OF_ROUTE, { text: ORDER, outcomes: { reserve: "refused" } });

    expect(answer.json<SimulateView>().simulation.undone).toEqual(["createOrder"]);
  });

  test("the same seed draws the same world", async () => {
    const door = await aShop();
    const request = { definition: "shop/order", seed: 7 };

    const first = await door.post(URL_OF_ROUTE, request);
    const second = await door.post(URL_OF_ROUTE, request);

    expect(second.body).toBe(first.body);
  });

  test("a command is given at its turn", async () => {
    const door = await openDoor();

    const answer = await door.post(URL_OF_ROUTE, { text: TRIP, commands: [{ turn: 2, type: "cancel" }] });

    expect(answer.json<SimulateView>().simulation.end).toBe("compensated");
  });

  test("every path says which failure edges are gone over", async () => {
    const door = await aShop();

    const answer = await door.post(URL_OF_ROUTE, { definition: "shop/order", everyPath: true });

    const { coverage } = answer.json<SimulateView>();
    expect(coverage).toMatchObject({ passed: true, complete: true, missing: [] });
    expect(coverage?.covered).toBe(coverage?.total);
    expect(coverage?.cases.length).toBe(coverage?.paths.run);
  });

  test("a text with an error is refused with its diagnostics", async () => {
    const door = await openDoor();

    const answer = await door.post(URL_OF_ROUTE, { text: TRIP.replace("next: done", "next: doen") });

    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: "DOCUMENT_INVALID", errors: [{ code: "UNKNOWN_STATE", suggestion: "done" }] });
  });

  test("every outcome that does not fit is named", async () => {
    const door = await openDoor();

    const answer = await door.post(URL_OF_ROUTE, { text: TRIP, outcomes: { hotl: "ok", car: "broken", done: "ok" } });

    const { errors = [] } = answer.json<Problem>();
    expect(answer.statusCode).toBe(422);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('no state "hotl"'),
      expect.stringContaining('"car" is "broken"'),
      expect.stringContaining('"done" calls nobody'),
    ]);
  });

  test("an input is held against the schema of the saga, as at a start", async () => {
    const door = await openDoor();

    const answer = await door.post(URL_OF_ROUTE, { text: TRIP, input: {} });

    expect(answer.json()).toMatchObject({ code: "INPUT_INVALID" });
  });

  test.each([
    ["nothing", {}],
    ["a text without a saga", { text: SERVICES[0] }],
    ["several sagas and no name", { text: `${TRIP}---\n${TRIP.replace("trip", "tour")}` }],
  ])("%s is refused: it is not clear what is meant", async (_, request) => {
    const door = await openDoor();

    const answer = await door.post(URL_OF_ROUTE, request);

    expect(answer.json()).toMatchObject({ code: "REQUEST_INVALID", errors: [{ at: "/definition" }] });
  });

  test("of several sagas the named one is played", async () => {
    const door = await openDoor();

    const answer = await door.post(URL_OF_ROUTE, { text: `${TRIP}---\n${TRIP.replace("trip", "tour")}`, definition: "test/tour" });

    expect(answer.json()).toMatchObject({ definition: "test/tour" });
  });

  test("a saga that never ends by itself is stopped", async () => {
    const door = await openDoor();

    const answer = await door.post(URL_OF_ROUTE, { text: LOOP });

    const { end, path } = answer.json<SimulateView>().simulation;
    expect(end).toBe("unfinished");
    expect(path.length).toBeLessThan(2500);
  });
});
