import { describe, expect, test } from "vitest";
import { type Answer, fakeEngine, problem } from "./fake-engine.ts";
import { skald } from "./skald.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { aSaga, aSummary, ID } from "./views.ts";
import { ORDER, PAYMENTS } from "./wrong-documents.ts";

describe("skald start", () => {
  test("sends input, key and labels, and waits as long as it is told to", async () => {
    const saga = aSaga({ status: "completed", attention: null, cause: null, current: [] });
    const { api, asked } = await fakeEngine({ "POST /api/v1/sagas": { status: 201, body: saga } });
    const folder = await temporaryFolder({ "order.json": '{"orderId":"O-1182"}' });

    const { code, stdout } = await skald(
      [
        "start",
        "shop/order@2.1.0",
        "--input",
        "order.json",
        "--key",
        "K",
        "--label",
        "team=a=b",
        "--label",
        "x=1",
        "--idempotency-key",
        "k1",
        "--wait",
        "10s",
      ],
      { api, folder },
    );

    expect(code).toBe(0);
    expect(stdout).toContain(`saga        ${ID}`);
    expect(asked).toMatchObject([
      {
        path: "/api/v1/sagas?wait=10s",
        headers: { "idempotency-key": "k1" },
        body: { definition: "shop/order", version: "2.1.0", input: { orderId: "O-1182" }, key: "K", labels: { team: "a=b", x: "1" } },
      },
    ]);
  });

  test("takes its input from a pipe", async () => {
    const { api, asked } = await fakeEngine({ "POST /api/v1/sagas": { status: 201, body: aSaga() } });

    await skald(["start", "shop/order", "--input", "-"], { api, stdin: '{"a":1}' });

    expect(asked[0]?.body).toEqual({ definition: "shop/order", input: { a: 1 } });
  });

  test("fails when the saga it waited for did not complete, and not when nobody waited", async () => {
    const { api } = await fakeEngine({ "POST /api/v1/sagas": { status: 201, body: aSaga({ status: "compensated" }) } });

    const waited = await skald(["start", "shop/order", "--wait", "1s"], { api });
    const sent = await skald(["start", "shop/order", "--json"], { api });

    expect([waited.code, sent.code]).toEqual([1, 0]);
    expect(JSON.parse(sent.stdout)).toMatchObject({ replayed: false, saga: { id: ID } });
  });

  test("names every wrong place of an input", async () => {
    const errors = [{ code: "INPUT_INVALID", message: 'must have "total"', at: "/input" }];
    const { api } = await fakeEngine({ "POST /api/v1/sagas": problem("INPUT_INVALID", "The input does not fit.", { errors }) });

    const { code, stderr } = await skald(["start", "shop/order", "--input", "{}"], { api });

    expect(code).toBe(1);
    expect(stderr).toContain('  /input  must have "total"\n');
  });

  test.each([
    [["--input", "{"], "The input is not JSON"],
    [["--input", '{"a":9007199254740993}'], 'The number 9007199254740993 at "a" cannot be held exactly: quote it.'],
    [["--input", "nowhere.json"], '"nowhere.json" is neither a file that can be read nor JSON.'],
    [["--label", "x"], '"x" is no label; such as team=checkout.'],
    [["--wait", "2m"], '"--wait" is "2m"; a duration up to 60s is needed, such as 10s.'],
  ])("refuses %j before anything is sent", async (words, sentence) => {
    const { code, stderr } = await skald(["start", "shop/order", ...words]);

    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  test("whose answer is lost says how to send it again", async () => {
    const { api } = await fakeEngine({ "POST /api/v1/sagas": "drop" });

    const { code, stderr } = await skald(["start", "shop/order"], { api });

    expect(code).toBe(3);
    expect(stderr).toMatch(/Whether the saga was started is unknown\. Send it again with --idempotency-key [0-9a-f-]{36}\./);
  });
});

describe("skald ls", () => {
  const list: Answer = {
    body: {
      items: [aSummary(), aSummary({ status: "completed", attention: null, cause: null, current: [] })],
      nextCursor: "c2",
      asOf: "2026-11-20T14:02:12.000Z",
    },
  };

  test("is a table whose lines begin with the status", async () => {
    const { api, asked } = await fakeEngine({ "GET /api/v1/sagas": list });

    const { code, stdout } = await skald(
      ["ls", "--status", "suspended,completed", "--attention", "any", "--definition", "shop/order", "--label", "a=b", "--limit", "2"],
      { api },
    );

    expect([code, asked[0]?.path]).toEqual([
      0,
      "/api/v1/sagas?status=suspended%2Ccompleted&attention=any&definition=shop%2Forder&label.a=b&limit=2",
    ]);
    await expect(stdout).toMatchFileSnapshot("golden/ls.txt");
  });

  test("answers a program as the API does", async () => {
    const { api } = await fakeEngine({ "GET /api/v1/sagas": list });

    const { stdout } = await skald(["ls", "--json"], { api });

    expect(Object.keys(JSON.parse(stdout))).toEqual(["items", "nextCursor", "asOf"]);
  });
});

describe("skald show", () => {
  const explain = {
    sentence: 'The undo of "reserve" has failed 3 times; a person has to decide.',
    movers: [{ kind: "person", state: "reserve", text: "retry, complete or waive-undo", dueAt: null }],
    commands: aSaga().allowedCommands,
  };
  const entry = { seq: 1, at: "2026-11-20T14:02:11.304Z", type: "saga.started", data: { key: "O-1182" }, hash: "00" };
  const script = {
    [`GET /api/v1/sagas/${ID}`]: { body: aSaga() },
    [`GET /api/v1/sagas/${ID}/explain`]: { body: explain },
    [`GET /api/v1/sagas/${ID}/journal`]: [
      { body: { items: [entry], nextCursor: "c" } },
      { body: { items: [{ ...entry, seq: 2 }], nextCursor: null } },
    ],
  };

  test("says where a saga is and why, its steps and its whole journal", async () => {
    const { api } = await fakeEngine(script);

    const { code, stdout } = await skald(["show", ID, "--steps", "--journal"], { api });

    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot("golden/show.txt");
  });

  test("answers a program with the saga itself", async () => {
    const { api } = await fakeEngine(script);

    const { stdout } = await skald(["show", ID, "--json", "--journal"], { api });

    expect(JSON.parse(stdout)).toEqual({ ...aSaga(), explain, journal: [entry, { ...entry, seq: 2 }] });
  });
});

describe("skald apply", () => {
  const stored = (created: boolean) => ({
    ...aSummary(),
    kind: "saga",
    namespace: "shop",
    name: "order",
    version: "1.0.0",
    created,
    proof: null,
  });

  test("sends all files as one text and says what is new", async () => {
    const { api, asked } = await fakeEngine({
      "POST /api/v1/definitions": { status: 201, body: { items: [stored(true), stored(false)], diagnostics: [], dryRun: false } },
    });
    const folder = await temporaryFolder({ "order.yaml": ORDER, "payments.yaml": PAYMENTS });

    const { code, stdout } = await skald(["apply", "."], { api, folder });

    expect([code, stdout]).toEqual([0, "✓  saga  shop/order  1.0.0  stored\n=  saga  shop/order  1.0.0  was stored already\n"]);
    expect(asked[0]).toMatchObject({
      path: "/api/v1/definitions",
      headers: { "content-type": "application/yaml" },
      body: `${ORDER}---\n${PAYMENTS}`,
    });
  });

  test("brings a diagnostic of the engine back to the file and line it belongs to", async () => {
    const line = ORDER.split("\n").length + 2;
    const view = {
      code: "OUT_OF_RANGE",
      severity: "error",
      message: "It is too much.",
      line,
      column: 1,
      endLine: line,
      endColumn: 8,
      document: 1,
      suggestion: null,
      remedy: "Take less.",
      caret: "",
    };
    const { api } = await fakeEngine({
      "POST /api/v1/definitions": problem("DOCUMENT_INVALID", "One error.", { diagnostics: [view] }),
    });
    const folder = await temporaryFolder({ "order.yaml": ORDER, "payments.yaml": PAYMENTS });

    const people = await skald(["apply", ".", "--dry-run"], { api, folder });
    const program = await skald(["apply", ".", "--json"], { api, folder });

    expect([people.code, program.code]).toEqual([1, 1]);
    await expect(people.stdout).toMatchFileSnapshot("golden/apply.txt");
    expect(JSON.parse(program.stdout)).toMatchObject({
      items: [],
      diagnostics: [{ file: "payments.yaml", line: 2, code: "OUT_OF_RANGE" }],
    });
  });

  test("is refused when a version exists with other content", async () => {
    const { api } = await fakeEngine({
      "POST /api/v1/definitions": problem("VERSION_EXISTS", "shop/order@1.0.0 is stored with other content."),
    });
    const folder = await temporaryFolder({ "order.yaml": ORDER });

    expect((await skald(["apply", "order.yaml"], { api, folder })).code).toBe(4);
  });
});
