import type { SagaView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { anOrder } from "../../../testing/sagas.ts";
import { LOST } from "../../../testing/scripted-gateway.ts";
import { openDoor } from "../../testing/open-door.ts";

const ORDER = { definition: "test/order", input: { item: "lamp" } };

describe("POST /sagas", () => {
  test("a start is answered 201 with the saga, its tag and its place", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/sagas", ORDER);

    const saga = answer.json<SagaView>();
    expect(answer.statusCode).toBe(201);
    expect(saga).toMatchObject({ definition: "test/order", status: "running", input: { item: "lamp" }, current: ["reserve"] });
    expect(answer.headers).toMatchObject({ etag: `"${saga.revision}"`, location: `/api/v1/sagas/${saga.id}` });
  });

  test("the same key and body start one saga, and the second answer says so", async () => {
    const door = await openDoor();

    const first = await door.post("/api/v1/sagas", ORDER, { "idempotency-key": "k-1" });
    const second = await door.post("/api/v1/sagas", { input: { item: "lamp" }, definition: "test/order" }, { "idempotency-key": "k-1" });

    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect(second.json<SagaView>().id).toBe(first.json<SagaView>().id);
    expect(second.headers["idempotency-replayed"]).toBe("true");
  });

  test("the same key with another body is refused", async () => {
    const door = await openDoor();
    await door.post("/api/v1/sagas", ORDER, { "idempotency-key": "k-1" });

    const answer = await door.post("/api/v1/sagas", { ...ORDER, input: { item: "chair" } }, { "idempotency-key": "k-1" });

    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
  });

  test("the key of a definition returns the existing saga whatever the body", async () => {
    const door = await openDoor(anOrderWithKey("returnExisting"));

    const first = await door.post("/api/v1/sagas", { ...ORDER, input: { item: "lamp", colour: "red" } });
    const second = await door.post("/api/v1/sagas", { ...ORDER, input: { item: "lamp", colour: "blue" } });

    expect(second.statusCode).toBe(200);
    expect(second.json<SagaView>().id).toBe(first.json<SagaView>().id);
  });

  test("the key of a definition refuses a second saga when it says so", async () => {
    const door = await openDoor(anOrderWithKey("reject"));
    await door.post("/api/v1/sagas", ORDER);

    const answer = await door.post("/api/v1/sagas", ORDER);

    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: "DUPLICATE_START" });
  });

  test("a key that cannot be computed is refused", async () => {
    const door = await openDoor(anOrderWithKey("reject"));

    const answer = await door.post("/api/v1/sagas", { ...ORDER, input: { item: "" } });

    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: "KEY_INVALID" });
  });

  test("a key with a character the database refuses is told, not thrown", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/sagas", { ...ORDER, key: "a\u0000b" });

    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: "KEY_INVALID" });
  });

  test("every place where the input breaks its schema is named", async () => {
    const door = await openDoor({
      ...anOrder(),
      input: { type: "object", required: ["item", "total"], properties: { item: { type: "string" } } },
    });

    const answer = await door.post("/api/v1/sagas", { definition: "test/order", input: { item: 7 } });

    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: "INPUT_INVALID" });
    expect(
      answer
        .json<{ errors: { at: string }[] }>()
        .errors.map(({ at }) => at)
        .sort(),
    ).toEqual(["/input", "/input/item"]);
  });

  test("a definition nobody uploaded is 404", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/sagas", { definition: "test/parcel" });

    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: "DEFINITION_NOT_FOUND" });
  });

  test("an engine that cannot commit accepts nothing and says when to come again", async () => {
    const door = await openDoor();
    door.store.failNext("unavailable");

    const answer = await door.post("/api/v1/sagas", ORDER);

    expect(answer.statusCode).toBe(503);
    expect(answer.headers["retry-after"]).toBe("2");
    expect(answer.json()).toMatchObject({ code: "NOT_READY" });
    expect(door.store.tables.sagas.size).toBe(0);
  });

  test("a wait answers when the saga has ended", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/sagas?wait=10s", ORDER);

    expect(answer.statusCode).toBe(201);
    expect(answer.json<SagaView>().status).toBe("completed");
  });

  test("a wait answers with the saga as it is when the time is over", async () => {
    const door = await openDoor();
    door.gateway.hang({ state: "reserve" });

    const asked = door.post("/api/v1/sagas?wait=10s", ORDER);
    await door.pass(10_000);
    const answer = await asked;

    expect(answer.statusCode).toBe(201);
    expect(answer.json<SagaView>().status).toBe("running");
  });

  test("a wait answers when the saga needs a person", async () => {
    const door = await openDoor();
    door.gateway.answer({ state: "pay" }, { kind: "answered", status: 422, headers: {}, body: "{}" });
    door.gateway.answer({ state: "reserve", kind: "undo" }, LOST);

    const asked = door.post("/api/v1/sagas?wait=30s", ORDER);
    await door.pass(5000);
    const answer = await asked;

    expect(answer.json<SagaView>()).toMatchObject({ status: "suspended", attention: { reason: "undo_failed" } });
  });
});

function anOrderWithKey(onDuplicate: "returnExisting" | "reject") {
  return { ...anOrder(), idempotency: { key: "${ input.item }", onDuplicate, reuse: "never" as const } };
}
