import { readFileSync } from "node:fs";
import type { DefinitionList, DefinitionView, UploadView, ValidateView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { type OpenDoor, openDoor } from "../../testing/open-door.ts";

const YAML = { "content-type": "application/yaml" };
const SHOP = new URL("../../../../../../examples/shop/", import.meta.url);
const shopText = (path: string): string => readFileSync(new URL(path, SHOP), "utf8");
const SERVICES = ["orders", "inventory", "payments", "shipping", "notifications"].map((name) => shopText(`services/${name}.yaml`));
const ORDER = shopText("sagas/order.yaml");
const SHOP_TEXT = [...SERVICES, ORDER].join("\n---\n");

const TINY = `# a comment that stays
document: { dsl: "1.0", kind: saga, namespace: test, name: tiny, version: 1.0.0 }
start: done
states:
  done: { type: succeed }
`;

describe("POST /definitions", () => {
  test("documents of one text are stored, services before sagas", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/definitions", SHOP_TEXT, YAML);

    const view = answer.json<UploadView>();
    expect(answer.statusCode).toBe(201);
    expect(view.items.map(({ name }) => name)).toEqual(["orders", "inventory", "payments", "shipping", "notifications", "order"]);
    expect(view.items.every(({ created }) => created)).toBe(true);
  });

  test("the answer says what is proven of a saga: every failure of the shop's order can be undone", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/definitions", SHOP_TEXT, YAML);

    const [service, saga] = [answer.json<UploadView>().items.at(0), answer.json<UploadView>().items.at(-1)];
    expect(service?.proof).toBeNull();
    expect(saga?.proof).toMatchObject({ holds: true, complete: true, violations: [] });
  });

  test("a failure that leaves something standing is told as a story, and the document is stored all the same", async () => {
    const door = await openDoor();
    const text = `${TINY.replace("start: done", "start: charge")}  charge: { type: task, call: { http: { method: POST, url: "http://127.0.0.1:1/charge" } }, kind: retriable, next: ship }
  ship: { type: task, call: { http: { method: POST, url: "http://127.0.0.1:1/ship" } }, kind: readOnly, next: done }
`;

    const answer = await door.post("/api/v1/definitions", text, YAML);

    const proof = answer.json<UploadView>().items[0]?.proof;
    expect(answer.statusCode).toBe(201);
    expect(proof?.holds).toBe(false);
    expect(proof?.violations[0]).toMatchObject({ code: "LEFT_STANDING", state: "charge" });
  });

  test("the same text again changes nothing and is 200", async () => {
    const door = await openDoor();
    await door.post("/api/v1/definitions", SHOP_TEXT, YAML);

    const answer = await door.post("/api/v1/definitions", SHOP_TEXT, YAML);

    expect(answer.statusCode).toBe(200);
    expect(answer.json<UploadView>().items.some(({ created }) => created)).toBe(false);
  });

  test("each document keeps its own source, comments and all", async () => {
    const door = await openDoor();
    await door.post("/api/v1/definitions", SHOP_TEXT, YAML);

    const answer = await door.get("/api/v1/definitions/shop/order");

    expect(answer.json<DefinitionView>().source.trim()).toBe(ORDER.trim());
  });

  test("another content under a stored version is refused, and nothing is stored", async () => {
    const door = await openDoor();
    await door.post("/api/v1/definitions", TINY, YAML);
    const changed = TINY.replace("{ type: succeed }", "{ type: succeed, output: 1 }");
    const another = TINY.replace("name: tiny", "name: other");

    const answer = await door.post("/api/v1/definitions", `${another}---\n${changed}`, YAML);

    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: "VERSION_EXISTS" });
    expect(await door.definitions.find("saga", "test", "other", null)).toBeNull();
  });

  test("a wrong document is told with place, caret and remedy", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/definitions", TINY.replace("start: done", "start: doen"), YAML);

    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: "DOCUMENT_INVALID",
      errors: [{ at: "3:8" }],
      diagnostics: [{ line: 3, suggestion: "done" }],
    });
    expect(answer.json<ValidateView>().diagnostics[0]?.caret).toContain("^^^^");
  });

  test("what cannot run yet is told apart from what is wrong", async () => {
    const door = await openDoor();
    const text = TINY.replace("start:", "triggers: [{ http: { method: POST, path: /tiny } }]\nstart:");

    const answer = await door.post("/api/v1/definitions", text, YAML);

    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: "NOT_YET_RUNNABLE" });
  });

  test("a dry run stores nothing", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/definitions?dryRun=true", TINY, YAML);

    expect(answer.statusCode).toBe(200);
    expect(answer.json<UploadView>()).toMatchObject({ dryRun: true, items: [{ name: "tiny", created: true }] });
    expect(await door.definitions.find("saga", "test", "tiny", null)).toBeNull();
  });

  test("a document may come as JSON, one or a list", async () => {
    const door = await openDoor();
    const document = {
      document: { dsl: "1.0", kind: "saga", namespace: "test", name: "tiny", version: "1.0.0" },
      start: "done",
      states: { done: { type: "succeed" } },
    };
    const second = { ...document, document: { ...document.document, name: "second" } };

    const one = await door.post("/api/v1/definitions", document);
    const list = await door.post("/api/v1/definitions", [document, second]);

    expect([one.statusCode, list.statusCode]).toEqual([201, 201]);
    expect(JSON.parse((await source(door, "second")) ?? "")).toEqual(second);
  });

  test("who says JSON must send JSON", async () => {
    const door = await openDoor();

    const answer = await door.post("/api/v1/definitions", TINY, { "content-type": "application/json" });

    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: "JSON_INVALID" });
  });
});

describe("definitions", () => {
  test("validation answers what an upload would, and stores nothing", async () => {
    const door = await openDoor();

    const asJson = await door.post("/api/v1/definitions/validate", { text: TINY });
    const asYaml = await door.post("/api/v1/definitions/validate", TINY.replace("start: done", "start: doen"), YAML);

    expect(asJson.json<ValidateView>()).toMatchObject({
      valid: true,
      documents: [{ name: "tiny", hash: expect.stringMatching(/^sha256:/) }],
    });
    expect(asYaml.json<ValidateView>()).toMatchObject({
      valid: false,
      documents: [{ name: "tiny", hash: null }],
      diagnostics: [{ line: 3 }],
    });
    expect(await door.definitions.find("saga", "test", "tiny", null)).toBeNull();
  });

  test("the list is paged by cursor and shows the newest version", async () => {
    const door = await openDoor();
    await door.post("/api/v1/definitions", SHOP_TEXT, YAML);

    const first = (await door.get("/api/v1/definitions?limit=4")).json<DefinitionList>();
    const second = (await door.get(`/api/v1/definitions?limit=4&cursor=${first.nextCursor}`)).json<DefinitionList>();

    expect(first.items.map(({ name }) => name)).toEqual(["inventory", "notifications", "order", "orders"]);
    expect(second.items.map(({ name }) => name)).toEqual(["payments", "shipping", "order"]);
    expect(second.nextCursor).toBeNull();
  });

  test("running sagas are counted for the definition they run", async () => {
    const door = await openDoor();
    door.gateway.hang({ state: "reserve" });
    await door.start();

    const list = (await door.get("/api/v1/definitions?kind=saga")).json<DefinitionList>();

    expect(list.items).toMatchObject([{ name: "order", running: 1, versions: 1 }]);
  });

  test("a version shows its source, canonical form, machine, chart and warnings", async () => {
    const door = await openDoor();
    await door.post("/api/v1/definitions", SHOP_TEXT, YAML);

    const view = (await door.get("/api/v1/definitions/shop/order/versions/2.1.0")).json<DefinitionView>();

    expect(view).toMatchObject({
      version: "2.1.0",
      graph: { start: "createOrder" },
      canonical: { name: "order" },
      compiled: { hash: view.hash },
    });
    expect(view.graph?.pivotColumn).not.toBeNull();
  });

  test("a service is found under its own name too", async () => {
    const door = await openDoor();
    await door.post("/api/v1/definitions", SHOP_TEXT, YAML);

    const view = (await door.get("/api/v1/definitions/shop/payments")).json<DefinitionView>();

    expect(view).toMatchObject({ kind: "service", graph: null });
  });

  test("a disabled version cannot be started", async () => {
    const door = await openDoor();

    const patch = await door.http.inject({
      method: "PATCH",
      url: "/api/v1/definitions/test/order/versions/1.0.0",
      payload: { state: "disabled" },
    });
    const start = await door.post("/api/v1/sagas", { definition: "test/order", version: "1.0.0" });

    expect(patch.json()).toMatchObject({ state: "disabled" });
    expect(start.json()).toMatchObject({ code: "DEFINITION_NOT_FOUND" });
  });
});

async function source(door: OpenDoor, name: string): Promise<string | undefined> {
  return (await door.definitions.find("saga", "test", name, null))?.source;
}
