import type { CompiledSaga } from "@skald/dsl";
import type { Observation, OpenCall } from "@skald/kernel";
import { isFirstPhase, type Json } from "@skald/shared";
import { type Steering, UNSTEERED } from "../partial/steering.ts";
import { unknown } from "../partial/unknown.ts";
import { type Participant, participantOf } from "./participant.ts";

/** What a participant makes of a call, in the words of the outcome table (semantics.md, section 5). */
export type Answer =
  /** It happened; `output` stands for the step's output, left out: anything. */
  | { readonly kind: "ok"; readonly output?: Json }
  /** A definite refusal; `type` names an entry of `errors`, left out: none of them. */
  | { readonly kind: "refused"; readonly type?: string }
  /** Nothing was sent. */
  | { readonly kind: "busy" }
  /** No usable answer. `happened` is the truth nobody can see; left out: either. `as`: the error it is; left out: `Timeout`. */
  | { readonly kind: "unknown"; readonly happened?: boolean; readonly as?: Doubt }
  /** What a verify says; `none`: nothing that can be used. */
  | { readonly kind: "yes" | "no"; readonly output?: Json }
  | { readonly kind: "none" };

/** Errors that leave an outcome unknown, beside a time-out: the connection broke; a 2xx whose body is of no use. */
type Doubt = "Unknown" | "BadReply";
const DOUBTS: readonly Doubt[] = ["Unknown", "BadReply"];

/** An answer as the kernel observes it, with what the evaluation of its expressions must give. */
export interface Observed {
  readonly observation: Observation;
  readonly steering: Steering;
}

/** Whether an answer says whether something happened: of a verify, it can be used then. */
export function isVerdict({ kind }: Answer): boolean {
  return kind === "yes" || kind === "no";
}

/** How an answer to an open call looks from the engine. */
export function observe(definition: CompiledSaga, call: OpenCall, answer: Answer): Observed {
  const participant = participantOf(definition, call.state);
  const isFirst = isFirstPhase(call.kind);
  if (participant === null || (!isFirst && call.kind !== "verify"))
    return { observation: observationOf(call, answer), steering: UNSTEERED };

  return {
    observation: observationOf(call, answer),
    steering: {
      ...UNSTEERED,
      rulings: isFirst ? refusalOf(participant, answer) : verdictOf(participant, answer),
      outputs: outputOf(isFirst ? participant.output : (participant.verify?.output ?? null), answer),
    },
  };
}

/**
 * Every distinct answer to a call, the good one first: of an action each of its errors, a refusal without a name, nothing
 * sent, silence, and what else leaves it in doubt where its state catches that by name. A decision of a group is never refused (P5), only told again.
 */
export function answersTo(definition: CompiledSaga, call: OpenCall): readonly Answer[] {
  if (call.kind === "undo") return [{ kind: "ok" }, { kind: "refused" }];
  if (call.kind === "verify") return [{ kind: "yes" }, { kind: "no" }, { kind: "none" }];
  if (!isFirstPhase(call.kind)) return [{ kind: "ok" }, { kind: "busy" }];
  const participant = participantOf(definition, call.state);
  const types = new Set(participant?.errors.map((rule) => rule.type));
  const doubts = DOUBTS.filter((one) => participant?.caught.has(one));

  return [
    { kind: "ok" },
    ...[...types].map((type): Answer => ({ kind: "refused", type })),
    { kind: "refused" },
    { kind: "busy" },
    { kind: "unknown" },
    ...doubts.map((as): Answer => ({ kind: "unknown", as })),
  ];
}

function observationOf(call: OpenCall, answer: Answer): Observation {
  switch (answer.kind) {
    case "ok":
    case "yes":
    case "no":
      return {
        kind: "answered",
        status: 200,
        headers: {},
        body: JSON.stringify(answer.output === undefined ? unknown(`answer of ${call.state}`) : answer.output),
      };
    case "refused":
      return { kind: "answered", status: 400, headers: {}, body: JSON.stringify(unknown(`refusal of ${call.state}`)) };
    case "busy":
      return { kind: "notSent", reason: "not sent" };
    case "unknown":
      return doubtOf(answer.as);
    case "none":
      return doubtOf(undefined);
  }
}

function doubtOf(as: Doubt | undefined): Observation {
  if (as === "BadReply") return { kind: "answered", status: 200, headers: {}, body: "", tooLarge: true };
  if (as === "Unknown") return { kind: "lost", reason: "the connection broke", timedOut: false };

  return { kind: "lost", reason: "no answer in time", timedOut: true };
}

function refusalOf(task: Participant, answer: Answer): ReadonlyMap<string, boolean> {
  const wanted = answer.kind === "refused" ? answer.type : undefined;
  const chosen = task.errors.find((rule) => rule.type === wanted);

  return new Map(task.errors.map((rule) => [rule.when, rule.when === chosen?.when]));
}

function verdictOf(task: Participant, answer: Answer): ReadonlyMap<string, boolean> {
  return new Map(task.verify === null ? [] : [[task.verify.happened, answer.kind === "yes"]]);
}

function outputOf(template: Json, answer: Answer): ReadonlyMap<Json, Json> {
  const given = "output" in answer ? answer.output : undefined;

  return new Map(given === undefined || template === null ? [] : [[template, given]]);
}
