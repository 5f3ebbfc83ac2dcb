// Loaded with `--import` into a process that must not outlive the one that started it. The standard
// input is a pipe whose other end only the starter holds: its end is the starter's end, also by
// `kill -9`. Then this process is asked to stop as by SIGTERM, and made to after SKALD_TIE seconds.
const seconds = Number(process.env["SKALD_TIE"]);
// Children of this process inherit neither the pipe nor the tie.
delete process.env["SKALD_TIE"];

if (seconds > 0) {
  let untied = false;
  const stop = () => {
    if (untied) return;

    untied = true;
    setTimeout(() => process.exit(1), seconds * 1000).unref();
    process.kill(process.pid, "SIGTERM");
  };
  process.stdin.on("end", stop).on("close", stop).on("error", stop);
  process.stdin.resume();
  // The tie alone keeps no process alive.
  /** @type {import("node:net").Socket} */ (process.stdin).unref();
}
