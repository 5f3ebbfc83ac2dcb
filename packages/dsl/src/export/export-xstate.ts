import type { JsonObject } from "@skald/shared";

/** The machine of a compiled saga as JSON text, ready for `createMachine` of XState 5. */
export function exportXstate(machine: JsonObject): string {
  return `${JSON.stringify(machine, null, 2)}\n`;
}
