import type { JsonObject } from "@skald/shared";
import { emitScope, outputOf } from "../flow/emit-scope.ts";
import type { Environment, FlowScope } from "../flow/flow.ts";
import type { LiveValues } from "../flow/live-values.ts";
import type { Session } from "../session.ts";

/** A branch or a body as it is written. One that never ends well has no output. */
export function scopeJson(
  { session, live }: { readonly session: Session; readonly live: LiveValues },
  scope: FlowScope,
  entry: Environment,
): JsonObject {
  const emitted = emitScope(scope, entry, { session, live, isRoot: false });
  const output = outputOf(emitted, scope, session);

  return { start: emitted.start, states: emitted.states, ...(output === undefined ? {} : { output }) };
}
