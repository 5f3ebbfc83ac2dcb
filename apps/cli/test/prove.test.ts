import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { aTerminal } from "./a-terminal.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { ORDER, PAYMENTS } from "./wrong-documents.ts";

const SEVERAL = ORDER.replace("name: order,", "name: reorder,");

interface Finished {
  readonly code: number;
  readonly told: string;
  readonly folder: string;
}

async function called(words: readonly string[], files: Readonly<Record<string, string>>): Promise<Finished> {
  const folder = await temporaryFolder(files);
  const terminal = aTerminal();
  const code = await run([words[0] ?? "", folder, ...words.slice(1)], terminal, {});

  return { code, told: terminal.told().replaceAll(`${folder}/`, ""), folder };
}

const GOOD = { "order.yaml": ORDER, "payments.yaml": PAYMENTS };

describe("skald check", () => {
  test("says what it checked, and how sagas come to rest", async () => {
    const { code, told } = await called(["check", "--ends"], GOOD);

    expect(code).toBe(0);
    await expect(told).toMatchFileSnapshot("golden/check.txt");
  });

  test("tells a violation with the shortest way to it", async () => {
    const files = {
      "order.yaml": ORDER.replace("done: { type: succeed }", "done: { type: fail, error: { type: Given, detail: given up } }"),
      "payments.yaml": PAYMENTS.replace("kind: compensatable", "kind: retriable").replace(/ {4}compensate:[\s\S]*$/, ""),
    };

    const { code, told } = await called(["check"], files);

    expect(code).toBe(1);
    await expect(told).toMatchFileSnapshot("golden/check-violation.txt");
  });

  test("says when a saga is too large to be checked completely, which is no failure", async () => {
    const { code, told } = await called(["check", "--limit", "5"], GOOD);

    expect([code, told]).toEqual([0, "✓ order.yaml  saga shop/order 1.0.0  checked up to 5, not complete\n"]);
  });

  test("answers as JSON", async () => {
    const { code, told } = await called(["check", "--json"], GOOD);

    expect(code).toBe(0);
    expect(JSON.parse(told)).toMatchObject({
      files: [{ hash: expect.stringMatching(/^sha256:/), proof: { holds: true, complete: true } }],
    });
  });

  test("tells what is wrong with a document as validate does", async () => {
    const { code, told } = await called(["check"], { ...GOOD, "order.yaml": ORDER.replace("next: done", "next: don") });

    expect(code).toBe(1);
    expect(told).toContain("UNKNOWN_STATE");
    expect(told).toContain("1 error");
  });

  test("plays the sagas a saga starts with it", async () => {
    const parent = `document: { dsl: "1.0", kind: saga, namespace: shop, name: parent, version: 1.0.0 }
timeout: { after: 1h }
start: child
states:
  child: { type: saga, saga: shop/child@^1.0, next: done }
  done: { type: succeed }
`;
    const child = `document: { dsl: "1.0", kind: saga, namespace: shop, name: child, version: 1.2.0 }
start: done
states:
  done: { type: succeed }
`;

    const { code, told } = await called(["check"], { "parent.yaml": parent, "child.yaml": child });

    expect(code).toBe(0);
    expect(told).toMatch(/✓ parent.yaml {2}saga shop\/parent 1.0.0 {2}checked \d+ configurations, complete/);
  });

  test("needs a saga", async () => {
    const { code, told } = await called(["check"], { "payments.yaml": PAYMENTS });

    expect([code, told]).toEqual([2, "skald: There is no saga in the files given.\n"]);
  });
});

describe("skald simulate", () => {
  test("shows every call, the end, and what stands in the books", async () => {
    const { code, told } = await called(["simulate", "--set", "charge=busy,unknown,lost", "--set", "undo.charge=fails 1"], GOOD);

    expect(code).toBe(0);
    await expect(told).toMatchFileSnapshot("golden/simulate.txt");
  });

  test("shows where a person is needed", async () => {
    const { code, told } = await called(
      ["simulate", "--set", "charge=unknown", "--set", "undo.charge=fails", "--input", '{"orderId":"A-1","total":"5"}'],
      GOOD,
    );

    expect(code).toBe(0);
    expect(told).toContain("/charges/A-1");
    expect(told).toContain('undo_failed at "charge"');
    expect(told).toContain("stands  charge");
  });

  test("is the same for the same seed, as JSON too", async () => {
    const first = await called(["simulate", "--seed", "7", "--json"], GOOD);
    const second = await called(["simulate", "--seed", "7", "--json"], GOOD);

    expect(JSON.parse(first.told)).toEqual(JSON.parse(second.told));
  });

  test("asks which saga where there are several", async () => {
    const files = { ...GOOD, "reorder.yaml": SEVERAL };

    expect((await called(["simulate"], files)).told).toBe("skald: Say which saga with --saga: order, reorder.\n");
    expect((await called(["simulate", "--saga", "ordre"], files)).told).toBe(
      'skald: There is no saga "ordre". Say which saga with --saga: order, reorder.\n',
    );
    expect((await called(["simulate", "--saga", "shop/reorder"], files)).told).toContain("shop/reorder 1.0.0");
  });

  test.each([
    [["--set", "charge"], '"charge" is no outcome; such as reserve=unknown.'],
    [["--set", "charge={"], '"{" is not JSON:'],
    [["--set", "charg=ok"], 'There is no state "charg". Did you mean "charge"?'],
    [["--seed", "x"], '"--seed" is "x"; a whole number is needed.'],
  ])("%j is explained by what is wrong", async (words, sentence) => {
    const { code, told } = await called(["simulate", ...words], GOOD);

    expect(code).toBe(2);
    expect(told).toContain(sentence);
  });

  test("does not play a wrong document", async () => {
    expect((await called(["simulate"], { "order.yaml": "a: [" })).code).toBe(1);
  });

  test("is a wrong call with an input no engine would take", async () => {
    const { code, told } = await called(["simulate", "--input", '{"orderId":5}'], GOOD);

    expect(code).toBe(2);
    expect(told).toContain('The input at "/orderId" must be string.');
  });
});

const TESTS = `tests:
  - name: a charge that is lost is not made
    outcomes: { charge: refused }
    expect: { end: failed, undone: [] }
`;

describe("skald test", () => {
  test("plays every failure path without a file of tests, and says what they go over", async () => {
    const { code, told } = await called(["test"], GOOD);

    expect(code).toBe(0);
    await expect(told).toMatchFileSnapshot("golden/test.txt");
  });

  test("plays the scenarios beside the saga, which are no documents", async () => {
    const { code, told } = await called(["test"], { ...GOOD, "order.test.yaml": TESTS });

    expect(code).toBe(0);
    expect(told).toContain("1 scenario,");
    expect(told).toContain("by your own scenarios 1 of");
  });

  test("has no scenarios beside a file whose name has no ending", async () => {
    const { folder } = await called(["test"], { ...GOOD, order: ORDER });
    const terminal = aTerminal();

    const code = await run(["test", `${folder}/order`, `${folder}/payments.yaml`], terminal, {});

    expect([code, terminal.told()]).toEqual([0, expect.stringContaining("shop/order")]);
  });

  test("tells a scenario that comes out otherwise", async () => {
    const { code, told } = await called(["test"], { ...GOOD, "order.test.yaml": TESTS.replace("end: failed", "end: completed") });

    expect(code).toBe(1);
    await expect(told).toMatchFileSnapshot("golden/test-failed.txt");
  });

  test("tells what is wrong with a file of tests", async () => {
    const wrong = { ...GOOD, "order.test.yaml": TESTS.replace("end: failed", "end: done") };

    await expect((await called(["test"], wrong)).told).toMatchFileSnapshot("golden/test-file-wrong.txt");
    expect((await called(["test", "--json"], wrong)).told).toContain('"passed": false');
  });

  test("writes reports, and answers as JSON", async () => {
    const folder = await temporaryFolder({});
    const { told } = await called(["test", "--all", "--json", "--junit", `${folder}/r.xml`, "--html", `${folder}/r.html`], GOOD);

    expect(await readFile(`${folder}/r.xml`, "utf8")).toContain("<testsuites");
    expect(await readFile(`${folder}/r.html`, "utf8")).toContain("<!doctype html>");
    expect(told).toContain('"total": "');
  });

  test("says where a report cannot be written", async () => {
    const { code, told } = await called(["test", "--junit", "/nowhere/at/all.xml"], GOOD);

    expect(code).toBe(2);
    expect(told).toContain('"/nowhere/at/all.xml" cannot be written:');
  });

  test("does not play a wrong document", async () => {
    expect((await called(["test"], { "order.yaml": "a: [" })).code).toBe(1);
  });
});
