import type { JsonObject } from "@skald/shared";
import type { Environment, FlowScope } from "../flow/flow.ts";
import { emitScope } from "../flow/emit-scope.ts";
import { createLiveValues, type LiveValues } from "../flow/live-values.ts";
import { validDocumentName } from "../names.ts";
import type { Session } from "../session.ts";
import { objectOf, type Term, tight } from "../term/term.ts";
import type { Machine } from "./machine.ts";
import { secondsText } from "./retry.ts";
import { scopeOf } from "./scope.ts";

/** The saga of a state machine of the Amazon States Language. Its services are left in the session's catalogue. */
export function importAsl(session: Session, json: JsonObject, name: string): JsonObject {
  const live = createLiveValues();
  const machine: Machine = { session, live, scopeId: "", at: [], json, isRoot: true, usesJsonata: json["QueryLanguage"] === "JSONata", depth: 0 };
  const scope = scopeOf(machine, null);

  return { ...headOf(json, name), ...emitTwice(scope, session, live) };
}

// What is read anywhere, and which values are, is known after a first pass; the second one uses it.
function emitTwice(scope: FlowScope, session: Session, live: LiveValues): JsonObject {
  const first = session.quietly(() => emitScope(scope, environmentAtStart(), { session, live, isRoot: true }));
  live.settle(first.states);
  const second = session.quietly(() => emitScope(scope, environmentAtStart(), { session, live, isRoot: true }));
  live.settle(second.states);
  const { start, states } = emitScope(scope, environmentAtStart(), { session, live, isRoot: true });

  return { start, states };
}

function headOf(json: JsonObject, name: string): JsonObject {
  const comment = json["Comment"];
  const title = typeof comment === "string" && comment.trim() !== "" ? comment.trim().slice(0, 200) : undefined;
  const seconds = json["TimeoutSeconds"];

  return {
    document: { dsl: "1.0", kind: "saga", name: validDocumentName(name), version: "1.0.0", ...(title === undefined ? {} : { title }) },
    ...(typeof seconds === "number" && seconds > 0 ? { timeout: { after: secondsText(seconds), then: "compensate" } } : {}),
  };
}

function environmentAtStart(): Environment {
  return new Map<string, Term>([
    ["$", tight("input")],
    [
      "$$",
      objectOf([
        ["Execution", objectOf([["Id", tight("saga.id")], ["Name", tight("saga.id")], ["Input", tight("input")], ["StartTime", tight("saga.startedAt")]])],
        ["StateMachine", objectOf([["Id", tight("saga.name")], ["Name", tight("saga.name")]])],
      ]),
    ],
  ]);
}

