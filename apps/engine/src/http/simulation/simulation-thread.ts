// A thread that plays sagas, started by create-task-thread.ts. It is ended from outside when it takes too long.
import { parentPort } from "node:worker_threads";
import { ProblemError } from "@skald/shared";
import { simulateFamily } from "./simulate-family.ts";
import type { SimulationAnswer, SimulationTask } from "./simulation-messages.ts";

parentPort?.on("message", (task: SimulationTask) => parentPort?.postMessage(answerOf(task)));

function answerOf({ family, request }: SimulationTask): SimulationAnswer {
  try {
    return { kind: "played", view: simulateFamily(family, request) };
  } catch (error) {
    if (!(error instanceof ProblemError)) return { kind: "defect", error };

    return { kind: "refused", code: error.code, detail: error.message, errors: error.errors };
  }
}
