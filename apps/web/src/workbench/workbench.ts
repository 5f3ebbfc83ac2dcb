import { type BenchWorker, createWorkbench } from "./open-workbench.ts";

function start(): BenchWorker {
  return new Worker(new URL("./workbench.worker.ts", import.meta.url), { type: "module", name: "workbench" });
}

/** Where documents are validated and sagas are played. Its code is loaded with its first task. */
export const workbench = createWorkbench(start);

/** Where definitions are proven: that takes seconds, and nothing else should wait for it. */
export const prover = createWorkbench(start);
