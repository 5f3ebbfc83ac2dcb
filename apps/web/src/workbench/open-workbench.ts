import type { ResultMessage, Task, TaskResults } from "./messages.ts";

/** The part of a worker that is used here. */
export type BenchWorker = Pick<Worker, "postMessage" | "terminate" | "addEventListener">;

/** Work beside the page. */
export interface Workbench {
  /**
   * Gives the worker a task and waits for its result.
   *
   * @throws WorkbenchGone when there is no worker, or it has died; WorkbenchSlow after the deadline;
   *         DOMException AbortError when the signal says so.
   */
  ask<Kind extends Task["kind"]>(task: Extract<Task, { readonly kind: Kind }>, signal: AbortSignal): Promise<TaskResults[Kind]>;
}

/** There is no worker to ask; somebody else may know. */
export class WorkbenchGone extends Error {
  override readonly name = "WorkbenchGone";
}

/** It took longer than anybody waits for. */
export class WorkbenchSlow extends Error {
  override readonly name = "WorkbenchSlow";
}

const DEADLINE_MS = 20_000;

interface Waiting {
  readonly resolve: (result: TaskResults[Task["kind"]]) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the worker with the first task. One that takes too long is ended, and the next task starts another. */
export function createWorkbench(start: () => BenchWorker, deadlineMs = DEADLINE_MS): Workbench {
  const waiting = new Map<number, Waiting>();
  let worker: BenchWorker | null = null;
  let next = 0;

  const end = (error: Error): void => {
    worker?.terminate();
    worker = null;
    const given = [...waiting.values()];
    waiting.clear();
    for (const { reject } of given) reject(error);
  };
  const running = (): BenchWorker => {
    if (worker !== null) return worker;
    worker = startOrGone(start);
    worker.addEventListener("message", ({ data }: MessageEvent<ResultMessage>) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.ok) asked?.resolve(data.result);
      else asked?.reject(new Error(data.message));
    });
    worker.addEventListener("error", () => end(new WorkbenchGone("The worker could not be started.")));
    return worker;
  };

  return {
    ask: <Kind extends Task["kind"]>(task: Extract<Task, { readonly kind: Kind }>, signal: AbortSignal) =>
      new Promise<TaskResults[Kind]>((resolve, reject) => {
        signal.throwIfAborted();
        const id = next;
        next += 1;
        const timer = setTimeout(() => end(new WorkbenchSlow(`This takes more than ${deadlineMs / 1000} s in the browser.`)), deadlineMs);
        const leave = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", abandon);
          waiting.delete(id);
        };
        const abandon = (): void => {
          leave();
          reject(signal.reason as Error);
        };
        signal.addEventListener("abort", abandon);
        waiting.set(id, {
          resolve: (result) => {
            leave();
            resolve(result as TaskResults[Kind]);
          },
          reject: (error) => {
            leave();
            reject(error);
          },
        });
        running().postMessage({ id, task });
      }),
  };
}

function startOrGone(start: () => BenchWorker): BenchWorker {
  try {
    return start();
  } catch (cause) {
    throw new WorkbenchGone("This browser starts no worker.", { cause });
  }
}
