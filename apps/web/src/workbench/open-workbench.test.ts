import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TaskMessage, ValidateTask } from "./messages.ts";
import { type BenchWorker, createWorkbench, WorkbenchGone, WorkbenchSlow } from "./open-workbench.ts";

const TASK: ValidateTask = { kind: "validate", text: "", stored: [], capabilities: null };
const VIEW = { view: { valid: true, diagnostics: [], documents: [] }, wanted: [] };
const never = new AbortController().signal;

/** A worker that does what the test tells it. */
class FakeWorker {
  readonly given: TaskMessage[] = [];
  ended = false;
  readonly #listeners = new Map<string, (event: unknown) => void>();

  addEventListener(type: string, listen: (event: unknown) => void): void {
    this.#listeners.set(type, listen);
  }
  postMessage(message: TaskMessage): void {
    this.given.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(type: "message" | "error", data?: unknown): void {
    this.#listeners.get(type)?.({ data });
  }
}

function aBench() {
  const workers: FakeWorker[] = [];
  const bench = createWorkbench(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as BenchWorker;
  }, 1000);

  return { bench, workers };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the workbench", () => {
  test("no worker is started before the first task, and one does them all", async () => {
    const { bench, workers } = aBench();
    const before = workers.length;

    const asked = [bench.ask(TASK, never), bench.ask(TASK, never)];
    for (const { id } of workers[0]?.given ?? []) workers[0]?.say("message", { id, ok: true, result: VIEW });

    expect(await Promise.all(asked)).toEqual([VIEW, VIEW]);
    expect([before, workers.length]).toEqual([0, 1]);
  });

  test("a task that fails says why", async () => {
    const { bench, workers } = aBench();

    const asked = bench.ask(TASK, never);
    workers[0]?.say("message", { id: 0, ok: false, message: "a defect" });

    await expect(asked).rejects.toThrow("a defect");
  });

  test("a worker that does not start is told apart from one that says no", async () => {
    const { bench, workers } = aBench();

    const asked = bench.ask(TASK, never);
    workers[0]?.say("error");

    await expect(asked).rejects.toBeInstanceOf(WorkbenchGone);
  });

  test("a browser without workers is told the same way", async () => {
    const bench = createWorkbench(() => {
      throw new ReferenceError("Worker is not defined");
    });

    await expect(bench.ask(TASK, never)).rejects.toBeInstanceOf(WorkbenchGone);
  });

  test("a task that takes too long ends its worker, and the next one has a new one", async () => {
    const { bench, workers } = aBench();
    const slow = bench.ask(TASK, never);
    const told = expect(slow).rejects.toBeInstanceOf(WorkbenchSlow);
    vi.advanceTimersByTime(1001);
    await told;

    const asked = bench.ask(TASK, never);
    workers[1]?.say("message", { id: 1, ok: true, result: VIEW });

    expect(await asked).toEqual(VIEW);
    expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  });

  test("who no longer wants the answer is not kept waiting", async () => {
    const { bench } = aBench();
    const control = new AbortController();

    const asked = bench.ask(TASK, control.signal);
    control.abort();

    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  });
});
