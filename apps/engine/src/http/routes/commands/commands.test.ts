import type { CommandList, CommandView, PreviewView } from "@skald/shared";
import { describe, expect, test } from "vitest";
import { anOrder } from "../../../testing/sagas.ts";
import { LOST, REFUSED } from "../../../testing/scripted-gateway.ts";
import { type OpenDoor, openDoor } from "../../testing/open-door.ts";

const REASON = "the customer has called";

/** An order whose undo of `reserve` has given up: it waits for a person. */
async function aStuckOrder(): Promise<{ readonly door: OpenDoor; readonly id: string; readonly revision: number; readonly path: string }> {
  const door = await openDoor();
  door.gateway.answer({ state: "pay" }, REFUSED);
  door.gateway.answer({ state: "reserve", kind: "undo" }, LOST, 3);
  const { id } = await door.start();
  await door.pass(3000);
  const { revision } = await door.saga(id);

  return { door, id, revision, path: `/api/v1/sagas/${id}/commands` };
}

describe("POST /sagas/{id}/commands", () => {
  test("an applied command is answered 202 with its verdict, and moves the saga", async () => {
    const { door, id, revision, path } = await aStuckOrder();

    const answer = await door.post(
      path,
      { type: "retry", reason: REASON, ticket: "T-1" },
      { "if-match": `"${revision}"`, "x-skald-actor": "ada" },
    );
    await door.pass();

    expect(answer.statusCode).toBe(202);
    expect(answer.json<CommandView>()).toMatchObject({
      sagaId: id,
      type: "retry",
      state: "applied",
      actor: "ada",
      reason: REASON,
      ticket: "T-1",
    });
    expect(answer.json<CommandView>()).toMatchObject({ revisionBefore: revision, result: expect.stringContaining("reserve") });
    expect((await door.saga(id)).status).toBe("compensated");
  });

  test("a double click makes one command, and both are answered the same", async () => {
    const { door, id, revision, path } = await aStuckOrder();
    const headers = { "if-match": `"${revision}"`, "idempotency-key": "click" };

    const [first, second] = await Promise.all([
      door.post(path, { type: "retry", reason: REASON }, headers),
      door.post(path, { type: "retry", reason: REASON }, headers),
    ]);

    expect([first.statusCode, second.statusCode]).toEqual([202, 202]);
    expect(second.json<CommandView>().commandId).toBe(first.json<CommandView>().commandId);
    expect(second.headers["idempotency-replayed"]).toBe("true");
    expect((await door.get(`${path}?idempotencyKey=click`)).json<CommandList>().items).toHaveLength(1);
    expect(door.store.tables.commands.filter(({ sagaId }) => sagaId === id)).toHaveLength(1);
  });

  test("a refused command that comes again is refused again, with the same rule", async () => {
    const { door, path } = await aStuckOrder();
    const headers = { "if-match": "*", "idempotency-key": "click" };

    const first = await door.post(path, { type: "resume" }, headers);
    const second = await door.post(path, { type: "resume" }, headers);

    expect([first.statusCode, second.statusCode]).toEqual([409, 409]);
    expect(second.json()).toEqual(first.json());
  });

  test("another command under the same key is refused", async () => {
    const { door, revision, path } = await aStuckOrder();
    const headers = { "if-match": `"${revision}"`, "idempotency-key": "click" };
    await door.post(path, { type: "retry", reason: REASON }, headers);

    const answer = await door.post(path, { type: "retry", reason: "for another reason" }, headers);

    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
  });

  test("the slower of two people is told what changed", async () => {
    const { door, revision, path } = await aStuckOrder();
    await door.post(path, { type: "retry", reason: REASON }, { "if-match": `"${revision}"` });
    await door.pass();

    const answer = await door.post(path, { type: "waive-undo", reason: REASON }, { "if-match": `"${revision}"` });

    expect(answer.statusCode).toBe(412);
    expect(answer.json()).toMatchObject({ code: "REVISION_STALE", saga: { status: "compensated" } });
  });

  test.each([
    [{ type: "waive-undo" }, ["/reason"]],
    [{ type: "waive-undo", reason: "  too short " }, ["/reason"]],
    [{ type: "complete", reason: REASON }, ["/evidence"]],
    [{ type: "resolve-unknown", reason: REASON, evidence: " " }, ["/evidence", "/happened"]],
  ])("%o lacks what the engine demands of it", async (command, places) => {
    const { door, revision, path } = await aStuckOrder();

    const answer = await door.post(path, command, { "if-match": `"${revision}"` });

    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at)).toEqual(places);
  });

  test.each(['"x"', "", '"41" "42"', "-1"])("If-Match %s is no revision", async (ifMatch) => {
    const { door, path } = await aStuckOrder();

    const answer = await door.post(path, { type: "pause" }, { "if-match": ifMatch });

    expect(answer.statusCode).toBe(400);
  });

  test("a name that cannot be shown is no actor", async () => {
    const { door, path } = await aStuckOrder();

    const answer = await door.post(path, { type: "pause" }, { "if-match": "*", "x-skald-actor": "a".repeat(101) });

    expect(answer.json()).toMatchObject({ code: "REQUEST_INVALID", errors: [{ at: "header/x-skald-actor" }] });
  });

  test("a verdict that takes too long is pending, and can be asked for", async () => {
    const door = await openDoor(anOrder());
    door.gateway.hang({ state: "reserve" });
    const { id } = await door.start();
    await door.pass();
    door.store.hold();

    const asked = door.post(`/api/v1/sagas/${id}/commands`, { type: "pause" }, { "if-match": "*" });
    await door.pass(6000);
    const answer = await asked;
    door.store.release();
    await door.pass();

    const { commandId, state } = answer.json<CommandView>();
    expect([answer.statusCode, state]).toEqual([202, "pending"]);
    expect((await door.get(`/api/v1/sagas/${id}/commands/${commandId}`)).json<CommandView>().state).toBe("applied");
  });

  test("an unknown saga is 404", async () => {
    const { door } = await aStuckOrder();

    const answers = await Promise.all(
      ["0199f2d4-8c11-7d36-9b7e-2f1d6a0c4e55", "no-uuid"].map((id) =>
        door.post(`/api/v1/sagas/${id}/commands`, { type: "pause" }, { "if-match": "*" }),
      ),
    );

    expect(answers.map((answer) => answer.json<{ code: string }>().code)).toEqual(["SAGA_NOT_FOUND", "SAGA_NOT_FOUND"]);
  });
});

describe("POST /sagas/{id}/commands/preview", () => {
  test("the plan is shown in order, and nothing changes", async () => {
    const { door, id, revision, path } = await aStuckOrder();

    const answer = await door.post(`${path}/preview`, { type: "retry" }, { "if-match": `"${revision}"` });

    expect(answer.json<PreviewView>()).toMatchObject({ revision, allowed: true, risk: "R2", plan: [{ state: "reserve", lane: "undo" }] });
    expect((await door.saga(id)).revision).toBe(revision);
  });

  test("a command that does not fit is not allowed, and the rule is told", async () => {
    const { door, revision, path } = await aStuckOrder();

    const answer = await door.post(`${path}/preview`, { type: "resume" }, { "if-match": `"${revision}"` });

    expect(answer.statusCode).toBe(200);
    expect(answer.json<PreviewView>()).toMatchObject({ allowed: false, why: expect.stringContaining("not paused") });
  });

  test("the plan that was shown is the plan that is carried out", async () => {
    const { door, id, revision, path } = await aStuckOrder();
    const headers = { "if-match": `"${revision}"` };
    const { planHash } = (await door.post(`${path}/preview`, { type: "waive-undo" }, headers)).json<PreviewView>();

    const answer = await door.post(path, { type: "waive-undo", reason: REASON, planHash }, headers);
    await door.pass();

    expect(answer.statusCode).toBe(202);
    expect(await door.saga(id)).toMatchObject({ status: "compensated", waived: ["reserve"] });
  });

  test("a preview of a saga that has moved is stale", async () => {
    const { door, path } = await aStuckOrder();

    const answer = await door.post(`${path}/preview`, { type: "retry" }, { "if-match": '"1"' });

    expect(answer.statusCode).toBe(412);
    expect(answer.json()).toMatchObject({ saga: { status: "suspended" } });
  });
});

describe("GET /sagas/{id}/commands", () => {
  test("every command is listed, refused ones too", async () => {
    const { door, revision, path } = await aStuckOrder();
    await door.post(path, { type: "resume" }, { "if-match": "*" });
    await door.post(path, { type: "retry", reason: REASON }, { "if-match": `"${revision}"` });

    const { items } = (await door.get(path)).json<CommandList>();

    expect(items.map(({ type, state }) => [type, state])).toEqual([
      ["resume", "refused"],
      ["retry", "applied"],
    ]);
  });

  test("a key nobody sent finds nothing", async () => {
    const { door, path } = await aStuckOrder();

    const answer = await door.get(`${path}?idempotencyKey=never`);

    expect(answer.json()).toEqual({ items: [] });
  });
});
