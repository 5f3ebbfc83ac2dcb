// Validates, plays and proves beside the page, so that the page answers meanwhile. It runs the very code of the
// engine and reaches no network: its own policy (next.config.ts) forbids that, and lets schemas be compiled.
import { proveDefinition } from "@skald/proof";
import type { ResultMessage, Task, TaskMessage, TaskResults } from "./messages.ts";
import { playSaga } from "./play-saga.ts";
import { validateDocuments } from "./validate-documents.ts";

/** Ten times as far as an engine looks at an upload. */
const CONFIGURATIONS_MAX = 10_000;

/** The worker's own side, as far as it is used; the page's types are those of a window. */
interface WorkerSide {
  addEventListener(type: "message", listen: (event: MessageEvent<TaskMessage>) => void): void;
  postMessage(message: ResultMessage): void;
}
const side = globalThis as unknown as WorkerSide;

side.addEventListener("message", ({ data: { id, task } }) => {
  try {
    side.postMessage({ id, ok: true, result: resultOf(task) });
  } catch (error) {
    side.postMessage({ id, ok: false, message: error instanceof Error ? error.message : String(error) });
  }
});

function resultOf(task: Task): TaskResults[Task["kind"]] {
  switch (task.kind) {
    case "validate":
      return validateDocuments(task);
    case "play":
      return playSaga(task);
    case "prove":
      return proveDefinition(task.definition, { children: task.children, limit: CONFIGURATIONS_MAX });
  }
}
