import { chromium } from "@playwright/test";

/** Where Debian's package puts the browser. */
export const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/** Where Playwright puts the one it downloads. */
export function playwrightChromium(): string {
  return chromium.executablePath();
}
