// Plays sagas for callers in a thread of its own, one after another: whatever the document, the engine goes on.
//
// The thread starts with the first play and is ended by one that takes too long; the next play starts another.
// It never keeps a process alive.
import { Worker } from "node:worker_threads";
import type { CompiledFamily } from "@skald/dsl";
import { ProblemError, type SimulateRequest, type SimulateView } from "@skald/shared";
import type { SimulationAnswer } from "./simulation-messages.ts";

/** A place to play sagas. */
export interface Simulator {
  /** @throws ProblemError OUTCOMES_INVALID, INPUT_INVALID, SIMULATION_TOO_LONG or TOO_MANY_REQUESTS. */
  play(family: CompiledFamily, request: SimulateRequest): Promise<SimulateView>;
  /** Ends the thread and what it plays. */
  close(): Promise<void>;
}

/** Callers that may wait for a play. */
const WAITING_MAX = 8;
const RETRY_AFTER_SECONDS = 2;
/** The shop's saga needs a tenth of it. */
const MEMORY_MB_MAX = 256;

/** A simulator whose plays may take so long, milliseconds. */
export function createSimulator(deadlineMs: number): Simulator {
  let thread: Worker | null = null;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  const end = async (): Promise<void> => {
    const ended = thread;
    thread = null;
    await ended?.terminate();
  };
  const playNow = async (family: CompiledFamily, request: SimulateRequest): Promise<SimulateView> => {
    thread ??= startThread();
    const answer = await ask(thread, { family, request }, deadlineMs);
    if (answer === null) await end();
    return viewOf(answer, deadlineMs);
  };

  return {
    play(family, request) {
      if (waiting >= WAITING_MAX)
        return Promise.reject(
          new ProblemError("TOO_MANY_REQUESTS", "Too many simulations wait already.", { retryAfterSeconds: RETRY_AFTER_SECONDS }),
        );
      waiting += 1;
      const played = last
        .then(() => playNow(family, request))
        .finally(() => {
          waiting -= 1;
        });
      last = played.catch(() => undefined);
      return played;
    },
    close: end,
  };
}

function startThread(): Worker {
  const thread = new Worker(new URL("./simulation-thread.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB_MAX },
    // Neither flags nor loaders of the process are for the thread.
    execArgv: [],
  });
  thread.unref();
  return thread;
}

/** Null: it took too long, or the thread is gone. */
function ask(thread: Worker, task: unknown, deadlineMs: number): Promise<SimulationAnswer | null> {
  const { promise, resolve } = Promise.withResolvers<SimulationAnswer | null>();
  const timer = setTimeout(resolve, deadlineMs, null);
  const gone = (): void => resolve(null);
  thread.once("message", resolve).once("error", gone).once("exit", gone);
  thread.postMessage(task);

  return promise.finally(() => {
    clearTimeout(timer);
    thread.off("message", resolve).off("error", gone).off("exit", gone);
  });
}

function viewOf(answer: SimulationAnswer | null, deadlineMs: number): SimulateView {
  if (answer === null) throw new ProblemError("SIMULATION_TOO_LONG", `The simulation was stopped after ${deadlineMs} ms.`);
  if (answer.kind === "refused") throw new ProblemError(answer.code, answer.detail, { errors: answer.errors });
  if (answer.kind === "defect") throw new Error("A simulation met a defect.", { cause: answer.error });

  return answer.view;
}
