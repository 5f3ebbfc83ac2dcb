import { run } from "./run.ts";
import { createTerminal } from "./terminal.ts";

// `skald ls | head` closes the pipe early, and that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
process.exitCode = await run(process.argv.slice(2), createTerminal(process), process.env);
