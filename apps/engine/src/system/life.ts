/** Runs something once: whoever asks later gets the promise of the first call. */
export function onceOnly(run: (code: number) => Promise<void>): (code: number) => Promise<void> {
  let running: Promise<void> | undefined;

  return (code) => {
    running ??= run(code);
    return running;
  };
}

/** Calls `stop` when the process is asked to end, or when the one that started it is gone. */
export function stopOnSignals(stop: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  process.on("disconnect", stop);
}
