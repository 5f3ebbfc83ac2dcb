// npm runs a script through a shell and does not pass every signal through it: `kill` or `kill -9`
// of npm leaves the script behind. So a script that npm started watches those who started it.
import { identify, isRunning, parentOf, programOf } from "./process-identity.mjs";

const LOOK_MS = 1000;

/**
 * Calls back once when npm, or the shell between npm and us, is gone. Does nothing when npm did not
 * start us: then whoever did may well leave (`nohup`, a closed terminal).
 *
 * @param {() => void} onGone
 */
export function watchStarter(onGone) {
  if (process.env["npm_lifecycle_event"] === undefined || process.platform === "win32") return;

  const starters = startersOf(process.ppid);
  const timer = setInterval(() => {
    if (starters.every(isRunning)) return;

    clearInterval(timer);
    onGone();
  }, LOOK_MS);
  timer.unref();
}

/**
 * @param {number} parent
 * @returns {readonly import("./process-identity.mjs").ProcessIdentity[]}
 */
function startersOf(parent) {
  const isShell = /^-?(sh|dash|bash|zsh|ash)$/.test(programOf(parent) ?? "");
  const grandparent = isShell ? parentOf(parent) : null;

  return [parent, grandparent].filter((pid) => pid !== null && pid > 1).flatMap((pid) => identify(Number(pid)) ?? []);
}
