import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Answer, type Call, type CallKind, createBarrierTables, type Effect, withBarrier } from "../../src/index.ts";

const schema = `participant_${randomUUID().replaceAll("-", "")}`;
const pool = new pg.Pool({ connectionString: inject("databaseUrl"), options: `-c search_path=${schema}`, max: 8 });

beforeAll(async () => {
  await pool.query(`create schema ${schema}`);
  await createBarrierTables(pool);
  await pool.query("create table effect (saga text not null, name text not null)");
});

afterAll(async () => {
  await pool.query(`drop schema ${schema} cascade`);
  await pool.end();
});

interface CallShape {
  readonly saga: string;
  readonly fence?: bigint;
  readonly kind?: CallKind;
  readonly visit?: number;
  readonly fingerprint?: string;
}

function aCall({ saga, fence = 1n, kind = "action", visit = 1, fingerprint }: CallShape): Call {
  const step = { saga, state: "reserve", visit, kind, attempt: 1, fence };
  const suffix = kind === "action" ? "" : `/${kind}`;
  return { key: `${saga}/reserve#${visit}${suffix}`, fingerprint: fingerprint ?? null, step, malformed: null };
}

function writes(saga: string, name: string, answer: Answer = { status: 201, body: { name } }): Effect {
  return async (client) => {
    await client.query("insert into effect (saga, name) values ($1, $2)", [saga, name]);
    return answer;
  };
}

async function effectsOf(saga: string): Promise<readonly string[]> {
  const result = await pool.query<{ name: string }>("select name from effect where saga = $1 order by name", [saga]);
  return result.rows.map((row) => row.name);
}

describe("withBarrier", () => {
  test("the same key has one effect and the same answer, whatever the second effect would say", async () => {
    const saga = randomUUID();

    const first = await withBarrier(pool, aCall({ saga }), writes(saga, "first"));
    const second = await withBarrier(pool, aCall({ saga, fence: 2n }), writes(saga, "second"));

    expect([first.body, second.body, second.status, await effectsOf(saga)]).toEqual([{ name: "first" }, { name: "first" }, 201, ["first"]]);
  });

  test("concurrent duplicates have one effect and one answer", async () => {
    const saga = randomUUID();

    const answers = await Promise.all(["a", "b", "c", "d", "e"].map((name) => withBarrier(pool, aCall({ saga }), writes(saga, name))));

    const effects = await effectsOf(saga);
    expect(effects).toHaveLength(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body)))).toEqual(new Set([JSON.stringify({ name: effects[0] })]));
  });

  test("an undo of an unseen action is accepted without running", async () => {
    const saga = randomUUID();

    const undo = await withBarrier(pool, aCall({ saga, kind: "undo" }), writes(saga, "undo"));

    expect([undo.status, await effectsOf(saga)]).toEqual([200, []]);
  });

  test("an action that comes after its undo is blocked, distinctly from a stale one", async () => {
    const saga = randomUUID();
    await withBarrier(pool, aCall({ saga, kind: "undo", fence: 1n }), writes(saga, "undo"));

    const late = await withBarrier(pool, aCall({ saga, fence: 2n }), writes(saga, "action"));

    expect([late.status, late.body, late.headers, await effectsOf(saga)]).toEqual([
      409,
      expect.objectContaining({ code: "ALREADY_UNDONE" }),
      undefined,
      [],
    ]);
  });

  test("a duplicate of an action that was undone never reads as success", async () => {
    const saga = randomUUID();
    await withBarrier(pool, aCall({ saga, fence: 1n }), writes(saga, "action"));
    await withBarrier(pool, aCall({ saga, fence: 2n, kind: "undo" }), writes(saga, "undo"));

    const late = await withBarrier(pool, aCall({ saga, fence: 3n }), writes(saga, "again"));

    expect([late.status, await effectsOf(saga)]).toEqual([409, ["action", "undo"]]);
  });

  test("an undo blocks its own visit and no other", async () => {
    const saga = randomUUID();
    await withBarrier(pool, aCall({ saga, visit: 1, kind: "undo" }), writes(saga, "undo"));

    const other = await withBarrier(pool, aCall({ saga, visit: 2 }), writes(saga, "second visit"));

    expect([other.status, await effectsOf(saga)]).toEqual([201, ["second visit"]]);
  });

  test("a lower fence is refused with the highest one seen, a verify included", async () => {
    const saga = randomUUID();
    await withBarrier(pool, aCall({ saga, kind: "verify", fence: 7n }), async () => ({ status: 200 }));

    const stale = await withBarrier(pool, aCall({ saga, fence: 6n }), writes(saga, "stale"));

    expect([stale.status, stale.headers, await effectsOf(saga)]).toEqual([409, { "Skald-Stale-Fence": "7" }, []]);
  });

  test("a verify is answered from what is true now, never from an earlier answer", async () => {
    const saga = randomUUID();
    await withBarrier(pool, aCall({ saga, kind: "verify", fence: 1n }), async () => ({ status: 200, body: "nothing yet" }));

    const second = await withBarrier(pool, aCall({ saga, kind: "verify", fence: 2n }), async () => ({ status: 200, body: "happened" }));

    expect(second.body).toBe("happened");
  });

  test("a refusal takes back what it wrote, keeps the fence, and may be tried again with the same key", async () => {
    const saga = randomUUID();

    const refused = await withBarrier(pool, aCall({ saga, fence: 5n }), writes(saga, "refused", { status: 409 }));
    const stale = await withBarrier(pool, aCall({ saga, fence: 4n }), writes(saga, "stale"));
    const again = await withBarrier(pool, aCall({ saga, fence: 6n }), writes(saga, "again"));

    expect([refused.status, stale.status, again.status, await effectsOf(saga)]).toEqual([409, 409, 201, ["again"]]);
  });

  test("an undo of a refused action finds nothing to undo", async () => {
    const saga = randomUUID();
    await withBarrier(pool, aCall({ saga, fence: 1n }), async () => ({ status: 402 }));

    const undo = await withBarrier(pool, aCall({ saga, fence: 2n, kind: "undo" }), writes(saga, "undo"));

    expect([undo.status, await effectsOf(saga)]).toEqual([200, []]);
  });

  test("a throw leaves neither effect nor barrier row", async () => {
    const saga = randomUUID();
    const breaks: Effect = async (client) => {
      await writes(saga, "half")(client);
      throw new Error("the process died here");
    };

    await expect(withBarrier(pool, aCall({ saga, fence: 9n }), breaks)).rejects.toThrow("the process died here");

    const barrier = await pool.query("select 1 from skald_step where saga = $1", [saga]);
    expect([barrier.rowCount, await effectsOf(saga)]).toEqual([0, []]);
  });

  test("a key that comes with another body is refused", async () => {
    const saga = randomUUID();
    await withBarrier(pool, aCall({ saga, fingerprint: "one" }), writes(saga, "one"));

    const other = await withBarrier(pool, aCall({ saga, fence: 2n, fingerprint: "two" }), writes(saga, "two"));

    expect([other.status, await effectsOf(saga)]).toEqual([422, ["one"]]);
  });

  test("a two-phase abort of an unseen prepare blocks the prepare", async () => {
    const saga = randomUUID();
    await withBarrier(pool, aCall({ saga, kind: "abort" }), writes(saga, "abort"));

    const late = await withBarrier(pool, aCall({ saga, kind: "prepare", fence: 2n }), writes(saga, "prepare"));

    expect([late.status, await effectsOf(saga)]).toEqual([409, []]);
  });

  test("a plain key works without Skald headers, concurrently too", async () => {
    const key = randomUUID();
    const call: Call = { key, fingerprint: null, step: null, malformed: null };

    const answers = await Promise.all(["a", "b", "c"].map((name) => withBarrier(pool, call, writes(key, name))));

    expect([await effectsOf(key), new Set(answers.map((answer) => answer.status))]).toEqual([[expect.any(String)], new Set([201])]);
  });

  test("a plain key that was refused may try again", async () => {
    const key = randomUUID();
    const call: Call = { key, fingerprint: null, step: null, malformed: null };
    await withBarrier(pool, call, writes(key, "refused", { status: 402 }));

    const again = await withBarrier(pool, call, writes(key, "again"));

    expect([again.status, await effectsOf(key)]).toEqual([201, ["again"]]);
  });

  test("a call without any key runs every time", async () => {
    const name = randomUUID();
    const call: Call = { key: null, fingerprint: null, step: null, malformed: null };

    await withBarrier(pool, call, writes(name, "one"));
    await withBarrier(pool, call, writes(name, "two"));

    expect(await effectsOf(name)).toEqual(["one", "two"]);
  });

  test("a malformed call is answered with 400 and has no effect", async () => {
    const call: Call = { key: "k", fingerprint: null, step: null, malformed: "Skald-Visit is not a whole number" };

    const answer = await withBarrier(pool, call, writes("malformed", "never"));

    expect([answer.status, await effectsOf("malformed")]).toEqual([400, []]);
  });

  test("a single client works like a pool", async () => {
    const saga = randomUUID();
    const client = await pool.connect();

    const answer = await withBarrier(client, aCall({ saga }), writes(saga, "one"));
    client.release();

    expect([answer.status, await effectsOf(saga)]).toEqual([201, ["one"]]);
  });
});
