import type { Json, JsonObject } from "@skald/shared";
import { wayOn, wayWithout } from "../ends.ts";
import { outputVariable, rememberDone, type ScopeWriter, tell } from "../machine.ts";
import { secondsOf } from "./retries.ts";

/** How a state of the saga goes on, with what it came to. */
export function goOn(
  writer: ScopeWriter,
  { name, next }: Continuing,
  output: Json,
): { readonly Assign: JsonObject; readonly Next: string } {
  return {
    Assign: { [outputVariable(writer, name)]: output, ...rememberDone(writer, name, true) },
    Next: wayOn(writer, name, next),
  };
}

/** How a state goes on that has no output. */
export function goOnWithout(writer: ScopeWriter, { name, next }: Continuing): JsonObject {
  const assign = rememberDone(writer, name, true);

  return { ...(Object.keys(assign).length === 0 ? {} : { Assign: assign }), Next: wayWithout(writer, name, next) };
}

interface Continuing {
  readonly name: string;
  /** Null: its branch or body ends there. */
  readonly next: string | null;
}

/** Seconds of a duration of a state; what is lost of it is told. */
export function secondsAt(writer: ScopeWriter, state: string, { field, ms }: { readonly field: string; readonly ms: number }): number {
  if (ms % 1000 !== 0)
    tell(writer, state, {
      field,
      kind: "changed",
      what: "It is rounded up to whole seconds.",
      remedy: "Accept it, or keep the time inside the service.",
    });

  return secondsOf(ms);
}
