import type { JsonObject } from "@skald/shared";
import { emitSaga } from "../flow/emit-saga.ts";
import type { Environment } from "../flow/flow.ts";
import { createLiveValues } from "../flow/live-values.ts";
import { validDocumentName } from "../names.ts";
import type { Session } from "../session.ts";
import { objectOf, type Term, tight } from "../term/term.ts";
import { liftUndos } from "./lift/lift-undos.ts";
import type { Machine } from "./machine.ts";
import { secondsText } from "./retry.ts";
import { scopeOf } from "./scope.ts";

/** The saga of a state machine of the Amazon States Language. Its services are left in the session's catalogue. */
export function importAsl(session: Session, json: JsonObject, name: string): JsonObject {
  const live = createLiveValues();
  const machine: Machine = {
    session,
    live,
    scopeId: "",
    at: [],
    json,
    isRoot: true,
    usesJsonata: json["QueryLanguage"] === "JSONata",
    depth: 0,
  };
  const plain = scopeOf(machine, null);
  const lift = liftUndos({ machine, scope: plain, start: environmentAtStart() });
  const scope = lift === null ? plain : scopeOf(machine, lift);

  return { ...headOf(json, name), ...emitSaga(scope, environmentAtStart(), { session, live }) };
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
        [
          "Execution",
          objectOf([
            ["Id", tight("saga.id")],
            ["Name", tight("saga.id")],
            ["Input", tight("input")],
            ["StartTime", tight("saga.startedAt")],
          ]),
        ],
        [
          "StateMachine",
          objectOf([
            ["Id", tight("saga.name")],
            ["Name", tight("saga.name")],
          ]),
        ],
      ]),
    ],
  ]);
}
