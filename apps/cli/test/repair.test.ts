import { describe, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { aTerminal, type FakeTerminal } from "./a-terminal.ts";
import { type FakeEngine, fakeEngine, problem, type Script } from "./fake-engine.ts";
import { skald } from "./skald.ts";
import { aCommand, aPreview, aSaga, aStep, ID } from "./views.ts";

const SAGA = `GET /api/v1/sagas/${ID}`;
const COMMANDS = `/api/v1/sagas/${ID}/commands`;
const HAPPY: Script = {
  [SAGA]: { body: aSaga() },
  [`POST ${COMMANDS}/preview`]: { body: aPreview() },
  [`POST ${COMMANDS}`]: { status: 202, body: aCommand() },
};
const RETRY = ["retry", ID, "--reason", "the service is healthy again"];

async function tried(
  words: readonly string[],
  script: Script,
  terminal: FakeTerminal = aTerminal(),
): Promise<{ code: number; told: string; engine: FakeEngine }> {
  const engine = await fakeEngine(script);
  const code = await run([...words, "--api", engine.api], terminal, { SKALD_ACTOR: "ada" });

  return { code, told: terminal.told(), engine };
}

const commandsOf = ({ asked }: FakeEngine) => asked.filter(({ method, path }) => method === "POST" && path === COMMANDS);

describe("a repair with --yes", () => {
  test("sends what the preview showed, against the revision it was shown for", async () => {
    const { api, asked } = await fakeEngine(HAPPY);

    const answer = await skald([...RETRY, "--ticket", "OPS-7", "--yes"], { api });

    expect(answer).toEqual({ code: 0, stdout: 'retry: calls the undo of "reserve" again. Revision 41 → 43.\n', stderr: "" });
    expect(asked.at(-1)).toMatchObject({
      method: "POST",
      path: COMMANDS,
      headers: { "if-match": '"41"', "x-skald-actor": "ada", "idempotency-key": expect.stringMatching(/^[0-9a-f-]{36}$/) },
      body: { type: "retry", lane: "undo", reason: "the service is healthy again", ticket: "OPS-7", planHash: "sha256:plan" },
    });
  });

  test("answers a program with the command", async () => {
    const { code, told } = await tried([...RETRY, "--yes", "--json"], HAPPY);

    expect([code, JSON.parse(told)]).toEqual([0, aCommand()]);
  });

  test.each([
    [["compensate", ID, "--down-to", "reserve", "--then", "pause"], { type: "compensate", downTo: "reserve", then: "pause" }],
    [["cancel", ID], { type: "cancel" }],
    [["terminate", ID], { type: "terminate" }],
    [["retry", ID, "reserve", "--now"], { type: "retry", state: "reserve", now: true }],
    [["waive-undo", ID, "reserve"], { type: "waive-undo", state: "reserve" }],
    [
      ["complete", ID, "--evidence", "transfer 4711", "--output", '{"id":1}'],
      { type: "complete", evidence: "transfer 4711", output: { id: 1 } },
    ],
    [
      ["resolve-unknown", ID, "--happened", "no", "--evidence", "asked the bank"],
      { type: "resolve-unknown", happened: false, evidence: "asked the bank" },
    ],
  ])("%j becomes its command", async (words, body) => {
    const { engine } = await tried([...words, "--reason", "as agreed with ops", "--yes"], HAPPY);

    expect(commandsOf(engine)[0]?.body).toMatchObject({ ...body, reason: "as agreed with ops" });
  });

  test("of a moving saga's gate needs no revision, and confirms no plan", async () => {
    const script = { ...HAPPY, [SAGA]: { body: aSaga({ status: "running", attention: null }) } };

    const { engine } = await tried(["pause", ID, "--yes"], {
      ...script,
      [`POST ${COMMANDS}/preview`]: { body: aPreview({ policy: [], risk: "R1" }) },
    });

    expect(commandsOf(engine)[0]).toMatchObject({ headers: { "if-match": "*" }, body: { type: "pause" } });
    expect(commandsOf(engine)[0]?.body).not.toHaveProperty("planHash");
  });
});

describe("without --yes", () => {
  test("a pipe is shown the plan and nothing is done", async () => {
    const { api, asked } = await fakeEngine(HAPPY);

    const { code, stdout, stderr } = await skald(RETRY, { api, stdin: "yes\n" });

    expect(code).toBe(2);
    expect(stderr).toBe("skald: Nobody can confirm here, so nothing was done. Look at the plan, then repeat with --yes.\n");
    await expect(stdout).toMatchFileSnapshot("golden/plan.txt");
    expect(asked.some(({ path }) => path === COMMANDS)).toBe(false);
  });

  test("a person who types yes gives the command", async () => {
    const terminal = aTerminal(["yes"]);

    const { code, engine } = await tried(RETRY, HAPPY, terminal);

    expect([code, terminal.questions, commandsOf(engine).length]).toEqual([0, ["Type yes to retry: "], 1]);
  });

  test("a person who types anything else has done nothing", async () => {
    const { code, told, engine } = await tried(RETRY, HAPPY, aTerminal(["y"]));

    expect([code, commandsOf(engine)]).toEqual([1, []]);
    expect(told).toContain("Nothing was done.");
  });

  test("what cannot be taken back needs the end of the saga's id", async () => {
    const script = { ...HAPPY, [`POST ${COMMANDS}/preview`]: { body: aPreview({ risk: "R4" }) } };
    const words = ["terminate", ID, "--reason", "settled by hand"];

    const typedYes = await tried(words, script, aTerminal(["yes"]));
    const typedId = await tried(words, script, aTerminal(["5B6A"]));

    expect([typedYes.code, typedId.code]).toEqual([1, 0]);
  });

  test("a person sees what is missing before being asked", async () => {
    const terminal = aTerminal(["yes"]);

    const { code, told } = await tried(["retry", ID], HAPPY, terminal);

    expect([code, terminal.questions]).toEqual([2, []]);
    expect(told).toContain('"retry" needs --reason. Nothing was done.');
  });
});

describe("a refusal", () => {
  test("by the preview names the rule and what the saga takes instead", async () => {
    const refused = aPreview({ allowed: false, why: "no", sentence: "Not possible: already undoing" });

    const { code, told, engine } = await tried(["compensate", ID, "--yes"], { ...HAPPY, [`POST ${COMMANDS}/preview`]: { body: refused } });

    expect([code, commandsOf(engine)]).toEqual([4, []]);
    expect(told).toBe(`skald: Not possible: already undoing\nThe saga ${ID} is suspended. It takes: retry, pause.\n`);
  });

  test("of a stale command says what has changed since", async () => {
    const now = aSaga({
      revision: 43,
      status: "compensating",
      steps: [
        aStep({ state: "reserve", undo: "undone" }),
        aStep({ state: "authorise", undo: "undone" }),
        aStep({ state: "ship", status: "failed", undo: "none" }),
      ],
    });
    const stale = problem("REVISION_STALE", "The saga is at revision 43; you saw 41.", { saga: now });

    const { code, told } = await tried([...RETRY, "--yes"], { ...HAPPY, [`POST ${COMMANDS}`]: stale });

    expect(code).toBe(4);
    await expect(told).toMatchFileSnapshot("golden/stale.txt");
  });

  test("of a changed plan shows the new one", async () => {
    const changed = problem("PLAN_CHANGED", "The plan is another now.");
    const preview = aPreview({ sentence: "1 step will be undone, then the saga ends as compensated." });

    const { code, told } = await tried([...RETRY, "--yes"], {
      ...HAPPY,
      [`POST ${COMMANDS}/preview`]: [{ body: aPreview() }, { body: preview }],
      [`POST ${COMMANDS}`]: changed,
    });

    expect(code).toBe(4);
    expect(told).toContain("The plan now:\nretry  1 step will be undone, then the saga ends as compensated.");
  });

  test("of a moving saga says how to stop it", async () => {
    const moving = problem("SAGA_MOVING", "A call is under way.");

    const { code, told } = await tried([...RETRY, "--yes"], { ...HAPPY, [`POST ${COMMANDS}`]: moving });

    expect(code).toBe(4);
    expect(told).toContain(`skald pause ${ID}\nNothing was done.`);
  });

  test("for a program is the problem", async () => {
    const { api } = await fakeEngine({ [SAGA]: problem("SAGA_NOT_FOUND", "There is no such saga.") });

    const { code, stdout, stderr } = await skald([...RETRY, "--yes", "--json"], { api });

    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ problem: { code: "SAGA_NOT_FOUND", status: 404 } });
    expect(stderr).toContain("There is no such saga.");
  });
});

describe("an answer that is lost", () => {
  test("is asked for by the key of the command", async () => {
    const script = { ...HAPPY, [`POST ${COMMANDS}`]: "drop", [`GET ${COMMANDS}`]: { body: { items: [aCommand()] } } } as const;

    const { code, told, engine } = await tried([...RETRY, "--yes"], script);

    expect([code, commandsOf(engine).length]).toEqual([0, 1]);
    expect(told).toContain("Revision 41 → 43.");
  });

  test("of a command that never arrived says how to repeat it safely", async () => {
    const script = { ...HAPPY, [`POST ${COMMANDS}`]: "drop", [`GET ${COMMANDS}`]: { body: { items: [] } } } as const;

    const { code, told } = await tried([...RETRY, "--yes"], script);

    expect(code).toBe(3);
    expect(told).toMatch(/The command has not arrived\. Repeat it with --idempotency-key [0-9a-f-]{36}: it is never given twice\./);
  });

  test("makes no second command when the key is repeated", async () => {
    const script = { ...HAPPY, [`GET ${COMMANDS}`]: { body: { items: [aCommand()] } } };

    const { code, engine } = await tried([...RETRY, "--yes", "--idempotency-key", "k1"], script);

    expect([code, engine.asked.map(({ path }) => path)]).toEqual([0, [`${COMMANDS}?idempotencyKey=k1`]]);
  });

  test("that is pending is asked for until there is a verdict", async () => {
    const pending = { status: 202, body: aCommand({ state: "pending", result: null }) };
    const status = `GET ${COMMANDS}/${aCommand().commandId}`;

    const { code, told } = await tried([...RETRY, "--yes"], {
      ...HAPPY,
      [`POST ${COMMANDS}`]: pending,
      [status]: { body: aCommand({ state: "refused", result: "SAGA_MOVING: a call is under way" }) },
    });

    expect(code).toBe(4);
    expect(told).toBe("retry was refused. SAGA_MOVING: a call is under way\n");
  });
});
