import type { CallModel } from "@skald/dsl";
import type { Json } from "@skald/shared";
import { partialPort } from "../partial/partial-port.ts";
import { UNSTEERED } from "../partial/steering.ts";
import { unknown } from "../partial/unknown.ts";

const PORT = partialPort({ steering: UNSTEERED, decide: () => true, value: () => null });

/** Everything an undo may read but the answer. */
const WITHOUT_ANSWER = Object.fromEntries(["params", "request", "saga", "input", "cause", "env"].map((name) => [name, unknown(name)]));

/** What of the answer a call reads, in words: `reads output.reservations, which does not exist`. Null: nothing. */
export function readAnswer(call: CallModel): string | null {
  const templates: readonly Json[] = [call.path ?? "", call.url ?? "", { ...call.query }, { ...call.headers }, call.body];
  for (const template of templates) {
    const rendered = PORT.renderJson(template, WITHOUT_ANSWER);
    if (!rendered.ok) return rendered.error.message;
  }
  return null;
}
