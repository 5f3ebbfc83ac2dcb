// What a second start needs to know. Plain JavaScript: it must answer before anything is installed.
import { join, resolve } from "node:path";
import { ROOT } from "../install.mjs";

/** The folder that belongs to one house: database, logs, locks. */
export function dataFolder() {
  return resolve(process.env["SKALD_DATA"] ?? join(ROOT, ".skald"));
}

/**
 * Says where the house that already runs on this data folder is to be found.
 *
 * @param {import("../lock-file.mjs").Holder} holder
 */
export function tellRunning(holder) {
  const addresses = typeof holder["addresses"] === "string" ? holder["addresses"] : "";
  const state = holder["ready"] === true ? "already runs" : "is already starting";
  console.log(`Skald ${state} (process ${holder.pid}). Stop it with Ctrl-C in its window, or: kill ${holder.pid}\n\n${addresses}`);
}
