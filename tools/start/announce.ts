import { join } from "node:path";
import { engineAddress } from "./parts.ts";
import type { Settings } from "./settings.ts";

/** The table of addresses; a second start prints it too. */
export function addressesOf(settings: Settings): string {
  const rows = [
    `  Console    http://127.0.0.1:${settings.consolePort}`,
    `  API        ${engineAddress(settings)}    reference at ${engineAddress(settings)}/docs`,
    ...(settings.shopPort === null
      ? []
      : [`  Shop       http://127.0.0.1:${settings.shopPort}    the example's fault desk and front service`]),
    `  Logs       ${join(settings.data, "logs")}`,
  ];

  return rows.join("\n");
}

/** What is worth doing first. */
export function whatToTry(settings: Settings): string {
  if (settings.shopPort === null) {
    return [
      "What to try next",
      "  npx skald validate <file>    check a document",
      "  npx skald apply <file>       give it to the engine",
      "  npx skald start <name>       start a saga, and watch it in the console",
    ].join("\n");
  }

  return [
    "What to try next",
    "  1. Open the console and watch the shop's orders run.",
    "  2. At the fault desk let the inventory refuse: the order is undone, last step first.",
    '  3. Let an undo fail for ever: the saga asks for a person. Clear the fault and press "Retry" in the console.',
    "  The README walks through all of it.",
  ].join("\n");
}
