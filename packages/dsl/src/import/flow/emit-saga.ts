import type { JsonObject } from "@skald/shared";
import type { Session } from "../session.ts";
import { emitScope } from "./emit-scope.ts";
import type { Environment, FlowScope } from "./flow.ts";
import type { LiveValues } from "./live-values.ts";

/**
 * The `start` and `states` of a saga. It is written three times: what is read of merged documents is known after the
 * first, which values are read at all after the second.
 */
export function emitSaga(
  scope: FlowScope,
  start: Environment,
  { session, live }: { readonly session: Session; readonly live: LiveValues },
): JsonObject {
  for (let pass = 0; pass < 2; pass += 1)
    live.settle(session.quietly(() => emitScope(scope, start, { session, live, isRoot: true })).states);
  const emitted = emitScope(scope, start, { session, live, isRoot: true });

  return { start: emitted.start, states: emitted.states };
}
