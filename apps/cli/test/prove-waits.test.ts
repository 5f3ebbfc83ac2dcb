import { describe, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { aTerminal } from "./a-terminal.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A saga that waits for a lock, an event, a person, a callback and a worker. */
const PARCEL = `
document: { dsl: "1.0", kind: saga, namespace: shop, name: parcel, version: 1.0.0 }
input: { schema: { type: object, required: [orderId], properties: { orderId: { type: string } } } }
key: \${ input.orderId }
timeout: { after: 30d }
start: book
states:
  book:
    type: task
    call: { http: { method: PUT, url: "https://van.test/bookings/\${ input.orderId }" } }
    kind: compensatable
    compensate: { call: { http: { method: DELETE, url: "https://van.test/bookings/\${ params.id }" } } }
    with: { id: "\${ input.orderId }" }
    lock: { key: "order/\${ input.orderId }", wait: 10s }
    await: { callback: true, timeout: 1h }
    next: awaitPayment
  awaitPayment:
    type: listen
    cases: [{ event: { type: paid, where: "\${ event.data.amount > 10 }" }, next: approve }, { signal: giveUp, next: refused }]
    timeout: 2m
    onTimeout: refused
  approve:
    type: human
    outcomes: { approve: print, reject: refused }
    timeout: 2d
    onTimeout: refused
  print:
    type: task
    call: { worker: { queue: printers } }
    kind: retriable
    irreversible: true
    optional: true
    next: done
  done: { type: succeed }
  refused: { type: fail, error: { type: Refused } }
`;

async function called(...words: readonly string[]): Promise<{ readonly code: number; readonly told: string }> {
  const folder = await temporaryFolder({ "parcel.yaml": PARCEL });
  const terminal = aTerminal();
  const code = await run([words[0] ?? "", folder, ...words.slice(1)], terminal, {});

  return { code, told: terminal.told().replaceAll(`${folder}/`, "") };
}

describe("a saga that waits for what comes from outside", () => {
  test("is checked completely", async () => {
    const { code, told } = await called("check");

    expect(code).toBe(0);
    expect(told).toMatch(/^✓ parcel\.yaml {2}saga shop\/parcel 1\.0\.0 {2}checked \d+ configurations, complete\n$/);
  });

  test("is simulated with what comes between its calls, in the order it comes", async () => {
    const { code, told } = await called("simulate", "--set", 'awaitPayment={"paid":{"amount":5}}', "--set", "print=busy,ok");

    expect(code).toBe(0);
    await expect(told).toMatchFileSnapshot("golden/simulate-waits.txt");
  });

  test("goes to the end when all comes", async () => {
    const { told } = await called("simulate", "--set", "approve=approve", "--set", "callback.book=ok");

    expect(told).toContain("worker printers");
    expect(told).toContain("completed after 0 ms and 2 calls");
  });

  test("has tests that go over every time-out and decision", async () => {
    const { code, told } = await called("test");

    expect(code).toBe(0);
    await expect(told).toMatchFileSnapshot("golden/test-waits.txt");
  });

  test("says what a state may get", async () => {
    const { code, told } = await called("simulate", "--set", "approve=perhaps");

    expect([code, told]).toEqual([2, 'skald: The outcome of "approve" is "perhaps"; allowed are timedOut, approve, reject.\n']);
  });
});
