import type { CompiledFamily } from "@skald/dsl";
import { ProblemError, type SimulateRequest, type SimulateView } from "@skald/shared";
import { createTaskThread } from "../thread/create-task-thread.ts";
import type { SimulationAnswer, SimulationTask } from "./simulation-messages.ts";

/** A place to play sagas for callers: a thread of its own, one play after another. */
export interface Simulator {
  /** @throws ProblemError OUTCOMES_INVALID, INPUT_INVALID, SIMULATION_TOO_LONG or TOO_MANY_REQUESTS. */
  play(family: CompiledFamily, request: SimulateRequest): Promise<SimulateView>;
  /** Ends the thread and what it plays. */
  close(): Promise<void>;
}

/** Callers that may wait for a play. */
const WAITING_MAX = 8;
const RETRY_AFTER_SECONDS = 2;

/** A simulator whose plays may take so long, milliseconds. */
export function createSimulator(deadlineMs: number): Simulator {
  const module = new URL("./simulation-thread.ts", import.meta.url);
  const thread = createTaskThread<SimulationTask, SimulationAnswer>(module, deadlineMs);

  return {
    async play(family, request) {
      if (thread.waiting >= WAITING_MAX)
        throw new ProblemError("TOO_MANY_REQUESTS", "Too many simulations wait already.", { retryAfterSeconds: RETRY_AFTER_SECONDS });

      return viewOf(await thread.ask({ family, request }), deadlineMs);
    },
    close: thread.close,
  };
}

function viewOf(answer: SimulationAnswer | null, deadlineMs: number): SimulateView {
  if (answer === null) throw new ProblemError("SIMULATION_TOO_LONG", `The simulation was stopped after ${deadlineMs} ms.`);
  if (answer.kind === "refused") throw new ProblemError(answer.code, answer.detail, { errors: answer.errors });
  if (answer.kind === "defect") throw new Error("A simulation met a defect.", { cause: answer.error });

  return answer.view;
}
