import { fail } from "../values/failure.ts";
import { TYPE_NAMES } from "../values/value.ts";
import { type Evaluate, type Frame, readScope, spend } from "./frame.ts";

/** A variable of a comprehension around the node, a name of the scope, or the name of a type. */
export function compileName(name: string, locals: readonly string[]): Evaluate {
  const slot = locals.lastIndexOf(name);
  if (slot !== -1) {
    return (frame) => {
      spend(frame, 1);
      return frame.locals[slot];
    };
  }
  const type = TYPE_NAMES.get(name);

  return (frame) => {
    spend(frame, 1);
    return readScope(frame.scope, name) ?? requireNamed(frame, name, type);
  };
}

function requireNamed(frame: Frame, name: string, type: unknown): unknown {
  if (readScope(frame.scope, name) === null) return null;

  return type ?? fail("UNKNOWN_NAME", `"${name}" is not in scope here.`);
}
