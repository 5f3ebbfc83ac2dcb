import { existsSync, readFileSync } from "node:fs";
import { runProgram } from "../run-program.ts";
import { DEBIAN_CHROMIUM, playwrightChromium } from "./browser-path.ts";

const DOWNLOAD_MS = 5 * 60_000;

/**
 * Makes sure there is a browser for the end-to-end tests: the one that is there, else Debian's where
 * we may install it, else Playwright's own. Resolves with a sentence for the user when there is none.
 */
export async function ensureBrowser(): Promise<string | null> {
  if (hasBrowser()) return null;

  console.log("Installing a browser for the end-to-end tests. This happens once.");
  if (isRootOnDebian()) await installDebians();
  if (!hasBrowser()) await downloadPlaywrights();
  if (hasBrowser()) return null;

  return "No browser for the end-to-end tests: Playwright's own cannot be downloaded here, and Debian's chromium can only be installed by root. Install chromium and repeat the command.";
}

function hasBrowser(): boolean {
  return existsSync(DEBIAN_CHROMIUM) || existsSync(playwrightChromium());
}

/** Not Ubuntu, whose package of this name only points to another store. */
function isRootOnDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;

  return /^ID="?debian"?$/m.test(readFileSync("/etc/os-release", "utf8"));
}

async function installDebians(): Promise<void> {
  const environment = { DEBIAN_FRONTEND: "noninteractive" };
  await runProgram(["apt-get", "update"], { environment });
  const installed = await runProgram(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], { environment });
  if (installed.code !== 0) console.log(installed.output.split("\n").slice(-5).join("\n"));
}

async function downloadPlaywrights(): Promise<void> {
  const environment = { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "" };
  const downloaded = await runProgram(["playwright", "install", "chromium"], { environment, deadlineMs: DOWNLOAD_MS });
  if (downloaded.code !== 0) console.log(downloaded.output.split("\n").slice(-5).join("\n"));
}
