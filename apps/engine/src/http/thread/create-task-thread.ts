// A thread for work that may take long whatever the document, so that the engine goes on meanwhile.
//
// It starts with its first task, does one after another, and is ended by one that takes too long; the next task starts
// another. It never keeps a process alive.
import { Worker } from "node:worker_threads";

/** A thread that does tasks of one kind. */
export interface TaskThread<Task, Answer> {
  /** Tasks under way or waiting. */
  readonly waiting: number;
  /** Null: it took too long, or the thread is gone. */
  ask(task: Task): Promise<Answer | null>;
  /** Ends the thread and what it does. */
  close(): Promise<void>;
}

/** The shop's saga needs a tenth of it. */
const MEMORY_MB_MAX = 256;

/** A thread that runs `module`, which answers each message with one. A task may take `deadlineMs` milliseconds. */
export function createTaskThread<Task, Answer>(module: URL, deadlineMs: number): TaskThread<Task, Answer> {
  let thread: Worker | null = null;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  const end = async (): Promise<void> => {
    const ended = thread;
    thread = null;
    await ended?.terminate();
  };
  const askNow = async (task: Task): Promise<Answer | null> => {
    thread ??= startThread(module);
    const answer = await answerOf<Answer>(thread, task, deadlineMs);
    if (answer === null) await end();
    return answer;
  };

  return {
    get waiting() {
      return waiting;
    },
    ask(task) {
      waiting += 1;
      const answered = last
        .then(() => askNow(task))
        .finally(() => {
          waiting -= 1;
        });
      last = answered.catch(() => undefined);
      return answered;
    },
    close: end,
  };
}

function startThread(module: URL): Worker {
  const thread = new Worker(module, {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB_MAX },
    // Neither flags nor loaders of the process are for the thread.
    execArgv: [],
  });
  thread.unref();
  return thread;
}

function answerOf<Answer>(thread: Worker, task: unknown, deadlineMs: number): Promise<Answer | null> {
  const { promise, resolve } = Promise.withResolvers<Answer | null>();
  const timer = setTimeout(resolve, deadlineMs, null);
  const gone = (): void => resolve(null);
  thread.once("message", resolve).once("error", gone).once("exit", gone);
  thread.postMessage(task);

  return promise.finally(() => {
    clearTimeout(timer);
    thread.off("message", resolve).off("error", gone).off("exit", gone);
  });
}
