import type { JsonObject } from "@skald/shared";
import { emitSaga } from "../flow/emit-saga.ts";
import { DOCUMENT, type Environment } from "../flow/flow.ts";
import { createLiveValues } from "../flow/live-values.ts";
import { validDocumentName } from "../names.ts";
import { Refusal, type Session } from "../session.ts";
import { type Term, tight } from "../term/term.ts";
import { CONTEXT, contextAtStart } from "./data/context.ts";
import { liftUndos } from "./lift/lift-undos.ts";
import { isComputed, machineOf, readsJsonata } from "./machine.ts";
import { scopeOf } from "./scope.ts";
import { secondsText } from "./states/retry.ts";

/** The saga of a state machine of the Amazon States Language. Its services are left in the session's catalogue. */
export function importAsl(session: Session, json: JsonObject, name: string): JsonObject {
  const live = createLiveValues();
  const usesJsonata = readsJsonata(json, [], false);
  const machine = machineOf({ session, live, scopeId: "", at: [], isRoot: true, usesJsonata, depth: 0, tasks: new Map() }, json);
  const plain = scopeOf(machine, null);
  const lift = liftUndos({ machine, scope: plain, start: environmentAtStart() });
  const scope = lift === null ? plain : scopeOf(machine, lift);
  const states = emitSaga(scope, environmentAtStart(), { session, live });
  tellPlaceholders(session, states);

  return { ...headOf(session, json, name), ...states };
}

const TOLD_MAX = 12;

// What a template is filled with when it is deployed is not known here.
function tellPlaceholders(session: Session, states: JsonObject): void {
  const names = new Set([...JSON.stringify(states).matchAll(/\$\$\{([^{}"]*)\}/g)].map(([, name = ""]) => `"\${${name}}"`));
  if (names.size === 0) return;
  const named = [...names].slice(0, TOLD_MAX).join(", ");

  session.tell({
    at: [],
    kind: "changed",
    what: `What is filled in when the machine is deployed stands in the saga as plain text: ${named}${names.size > TOLD_MAX ? " and more" : ""}.`,
    remedy: "Write the values in its place, or make them input of the saga.",
  });
}

function headOf(session: Session, json: JsonObject, name: string): JsonObject {
  const comment = json["Comment"];
  // A title is no template: what looks like an expression of ours would be taken for one.
  const title = typeof comment === "string" ? comment.replaceAll("${", "{").trim().slice(0, 200) : "";
  const after = timeoutIn(session, json);

  return {
    document: { dsl: "1.0", kind: "saga", name: validDocumentName(name), version: "1.0.0", ...(title === "" ? {} : { title }) },
    ...(after === undefined ? {} : { timeout: { after, then: "compensate" } }),
  };
}

function timeoutIn(session: Session, json: JsonObject): string | undefined {
  const seconds = json["TimeoutSeconds"];
  if (seconds === undefined) return undefined;
  if (typeof seconds === "number" && seconds > 0) return secondsText(seconds);
  const at = ["TimeoutSeconds"];
  if (!isComputed(seconds))
    throw new Refusal(
      at,
      `The time-out of the machine is ${JSON.stringify(seconds)}, and must be a number of seconds.`,
      "Give such a number.",
    );

  session.tell({ at, kind: "dropped", what: "The time-out of the machine is computed.", remedy: "Give a fixed time-out." });
  return undefined;
}

function environmentAtStart(): Environment {
  return new Map<string, Term>([
    [DOCUMENT, tight("input")],
    [CONTEXT, contextAtStart()],
  ]);
}
