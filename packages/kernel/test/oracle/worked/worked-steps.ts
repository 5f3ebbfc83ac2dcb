import type { StateModel } from "@skald/dsl";
import { aCatch, aDefinition, anUndo, aPivot, aRetriable, aRetry, aSaga, aTask, aVerify, DONE, LOST } from "../build-saga.ts";
import type { Answer } from "../outcome-table.ts";
import type { Definition } from "../run.ts";

/** A definition, what differs from "all is well", and every run that is allowed, worked out by hand. */
export interface Worked {
  readonly rule: string;
  readonly definition: Definition;
  readonly rows: Readonly<Record<string, Answer | number>>;
  readonly runs: readonly string[];
}

const undone = aDefinition(aSaga([aTask("a", "b"), aTask("b", "c"), aTask("c", "done"), DONE]));
const pivot = aDefinition(aSaga([aTask("a", "p"), aPivot("p", "r"), aRetriable("r", "done", { retry: aRetry(2) }), DONE]));
const asked = (more: Parameters<typeof aTask>[2], policies: Parameters<typeof aSaga>[1] = {}): Definition =>
  aDefinition(aSaga([aTask("a", "b"), aTask("b", "done", more), DONE], policies));
const caught = (compensate: boolean): Definition =>
  aDefinition(aSaga([aTask("a", "b"), aTask("b", "done", { catch: [aCatch("c", compensate)] }), aTask("c", "lost"), DONE, LOST]));
const deliberate = (only: readonly string[] | null): readonly StateModel[] => [
  aTask("a", "b"),
  aTask("b", "back"),
  { type: "compensate", name: "back", only, next: "c" },
  aTask("c", "done"),
  DONE,
];

/** Rules that need one path only: tasks, their undo, the pivot, catches. Each has one allowed run. */
export const WORKED_STEPS: readonly Worked[] = [
  { rule: "§3 all is well", definition: undone, rows: {}, runs: ["a=ok b=ok c=ok -> completed"] },
  {
    rule: "R1, R6 a refusal undoes what was done, last first",
    definition: undone,
    rows: { c: "refused" },
    runs: ["a=ok b=ok c=refused undo:b=ok undo:a=ok -> compensated Refused"],
  },
  { rule: "§3 with nothing to undo it failed", definition: undone, rows: { a: "refused" }, runs: ["a=refused -> failed Refused"] },
  {
    rule: "§5 never sent is definite, and nothing to undo",
    definition: undone,
    rows: { b: "notSent" },
    runs: ["a=ok b=notSent undo:a=ok -> compensated Unavailable"],
  },
  {
    rule: "R2 unknown counts as done",
    definition: undone,
    rows: { b: "unknownAndNot" },
    runs: ["a=ok b=unknownAndNot undo:b=ok undo:a=ok -> compensated Unknown"],
  },
  {
    rule: "R2 an unknown attempt taints a step that is refused later",
    definition: asked({ retry: aRetry(3) }),
    rows: { "b@1": "unknownButHappened", "b@2": "refused" },
    runs: ["a=ok b=unknownButHappened b@2=refused undo:b=ok undo:a=ok -> compensated Refused"],
  },
  {
    rule: "R3 a retry that succeeds ends the doubt",
    definition: asked({ retry: aRetry(3) }),
    rows: { "b@1": "unknownAndNot", "b@2": "notSent" },
    runs: ["a=ok b=unknownAndNot b@2=notSent b@3=ok -> completed"],
  },
  {
    rule: "R2 a read-only step taints nothing",
    definition: asked({ kind: "readOnly", compensate: null }),
    rows: { b: "unknownAndNot" },
    runs: ["a=ok b=unknownAndNot undo:a=ok -> compensated Unknown"],
  },
  {
    rule: "R2 verified as happened, the step succeeded",
    definition: asked({ verify: aVerify() }),
    rows: { b: "unknownButHappened", "verify:b": "yes" },
    runs: ["a=ok b=unknownButHappened verify:b=yes -> completed"],
  },
  {
    rule: "R2 verified as not happened, it is undone all the same",
    definition: asked({ verify: aVerify() }),
    rows: { b: "unknownAndNot", "verify:b": "no" },
    runs: ["a=ok b=unknownAndNot verify:b=no undo:b=ok undo:a=ok -> compensated NotDone"],
  },
  {
    rule: "R2 unless the answer is conclusive",
    definition: asked({ verify: aVerify(true) }),
    rows: { b: "unknownAndNot", "verify:b": "no" },
    runs: ["a=ok b=unknownAndNot verify:b=no undo:a=ok -> compensated NotDone"],
  },
  {
    rule: "R2 without an answer it is undone",
    definition: asked({ verify: aVerify() }),
    rows: { b: "unknownAndNot", "verify:b": "noAnswer" },
    runs: ["a=ok b=unknownAndNot verify:b=noAnswer undo:b=ok undo:a=ok -> compensated Unknown"],
  },
  {
    rule: "R2 unless its undo reads the output that is missing",
    definition: asked({ verify: aVerify(), compensate: anUndo(true) }),
    rows: { b: "unknownAndNot", "verify:b": "noAnswer" },
    runs: ["a=ok b=unknownAndNot verify:b=noAnswer -> suspended outcome_unknown b"],
  },
  {
    rule: "R2 verify is asked once, after the last attempt",
    definition: asked({ verify: aVerify(true), retry: aRetry(2) }),
    rows: { b: "unknownAndNot", "verify:b": "no" },
    runs: ["a=ok b=unknownAndNot b@2=unknownAndNot verify:b=no undo:a=ok -> compensated NotDone"],
  },
  {
    rule: "onUnknownOutcome compensate does not ask",
    definition: asked({ verify: aVerify(true) }, { onUnknownOutcome: "compensate" }),
    rows: { b: "unknownAndNot" },
    runs: ["a=ok b=unknownAndNot undo:b=ok undo:a=ok -> compensated Unknown"],
  },
  {
    rule: "onUnknownOutcome suspend calls a person",
    definition: asked({ verify: aVerify(true) }, { onUnknownOutcome: "suspend" }),
    rows: { b: "unknownAndNot" },
    runs: ["a=ok b=unknownAndNot -> suspended outcome_unknown b"],
  },
  {
    rule: "R7 an undo is retried, then suspends at it",
    definition: undone,
    rows: { c: "refused", "undo:b": "unknownAndNot" },
    runs: ["a=ok b=ok c=refused undo:b=unknownAndNot undo:b@2=unknownAndNot -> suspended undo_failed b"],
  },
  {
    rule: "R7 a refused undo is not retried",
    definition: undone,
    rows: { c: "refused", "undo:b": "refused" },
    runs: ["a=ok b=ok c=refused undo:b=refused -> suspended undo_failed b"],
  },
  {
    rule: "R7 continue runs the other undos before the incident",
    definition: aDefinition(aSaga(undone.saga.states, { onFailure: "continue" })),
    rows: { c: "refused", "undo:b": "refused" },
    runs: ["a=ok b=ok c=refused undo:b=refused undo:a=ok -> suspended undo_failed b"],
  },
  {
    rule: "R7 retryForever has no end of attempts",
    definition: aDefinition(aSaga(undone.saga.states, { onFailure: "retryForever" })),
    rows: { c: "refused", "undo:b@1": "refused", "undo:b@2": "notSent", "undo:b@3": "unknownAndNot" },
    runs: ["a=ok b=ok c=refused undo:b=refused undo:b@2=notSent undo:b@3=unknownAndNot undo:b@4=ok undo:a=ok -> compensated Refused"],
  },
  {
    rule: "R8 a refused pivot leaves the way back open",
    definition: pivot,
    rows: { p: "refused" },
    runs: ["a=ok p=refused undo:a=ok -> compensated Refused"],
  },
  {
    rule: "R8 an unknown pivot is resolved by verify",
    definition: pivot,
    rows: { p: "unknownAndNot", "verify:p": "no" },
    runs: ["a=ok p=unknownAndNot verify:p=no undo:a=ok -> compensated NotDone"],
  },
  {
    rule: "R8 else it suspends and is never undone",
    definition: pivot,
    rows: { p: "unknownAndNot", "verify:p": "noAnswer" },
    runs: ["a=ok p=unknownAndNot verify:p=noAnswer -> suspended outcome_unknown p"],
  },
  {
    rule: "R8 a pivot that verify found done closes the way back",
    definition: pivot,
    rows: { p: "unknownButHappened", r: "refused" },
    runs: ["a=ok p=unknownButHappened verify:p=yes r=refused -> suspended stuck_forward r"],
  },
  {
    rule: "R8 a refused pivot may be followed by another",
    definition: aDefinition(aSaga([aTask("a", "p"), aPivot("p", "done", { catch: [aCatch("q", false)] }), aPivot("q", "done"), DONE])),
    rows: { p: "refused" },
    runs: ["a=ok p=refused q=ok -> completed"],
  },
  {
    rule: "R9 exhausted behind the pivot is stuck forward",
    definition: pivot,
    rows: { r: "unknownAndNot" },
    runs: ["a=ok p=ok r=unknownAndNot r@2=unknownAndNot -> suspended stuck_forward r"],
  },
  {
    rule: "R9 a refusal behind the pivot may be caught",
    definition: aDefinition(
      aSaga([aPivot("p", "r"), aRetriable("r", "done", { catch: [aCatch("s", false, "Refused")] }), aRetriable("s", "done"), DONE]),
    ),
    rows: { r: "refused" },
    runs: ["p=ok r=refused s=ok -> completed"],
  },
  {
    rule: "R9 what is undoable behind the pivot is not undone either",
    definition: aDefinition(aSaga([aPivot("p", "a"), aTask("a", "r"), aRetriable("r", "done"), DONE])),
    rows: { r: "notSent" },
    runs: ["p=ok a=ok r=notSent -> suspended stuck_forward r"],
  },
  {
    rule: "recovery forward never goes back",
    definition: aDefinition(aSaga([aTask("a", "b"), aTask("b", "done"), DONE], {}, { recovery: "forward" })),
    rows: { b: "refused" },
    runs: ["a=ok b=refused -> suspended stuck_forward b"],
  },
  {
    rule: "a catch with compensate undoes its scope first, and the saga counts as compensated",
    definition: caught(true),
    rows: { b: "refused", c: "refused" },
    runs: ["a=ok b=refused undo:a=ok c=refused -> compensated Refused"],
  },
  {
    rule: "a catch without compensate undoes nothing",
    definition: caught(false),
    rows: { b: "refused" },
    runs: ["a=ok b=refused c=ok undo:c=ok undo:a=ok -> compensated Lost"],
  },
  {
    rule: "a tainted step is undone before a catch goes on",
    definition: caught(false),
    rows: { b: "unknownAndNot" },
    runs: ["a=ok b=unknownAndNot undo:b=ok c=ok undo:c=ok undo:a=ok -> compensated Lost"],
  },
  {
    rule: "an undo that gives up keeps the catch waiting",
    definition: caught(true),
    rows: { b: "refused", "undo:a": "refused" },
    runs: ["a=ok b=refused undo:a=refused -> suspended undo_failed a"],
  },
  {
    rule: "only what an entry names is caught",
    definition: aDefinition(aSaga([aTask("a", "b"), aTask("b", "done", { catch: [aCatch("done", false, "NotDone")] }), DONE])),
    rows: { b: "refused" },
    runs: ["a=ok b=refused undo:a=ok -> compensated Refused"],
  },
  {
    rule: "§4 every visit has an undo of its own",
    definition: aDefinition(aSaga([aTask("a", "b"), aTask("b", "lost", { catch: [aCatch("a", false)] }), LOST])),
    rows: { "b#1": "refused" },
    runs: ["a=ok b=refused a#2=ok b#2=ok undo:b#2=ok undo:a#2=ok undo:a=ok -> compensated Lost"],
  },
  {
    rule: "an optional step may fail, and is undone if tainted",
    definition: asked({ optional: true }),
    rows: { b: "unknownButHappened" },
    runs: ["a=ok b=unknownButHappened undo:b=ok -> completed"],
  },
  {
    rule: "an optional step that was refused has nothing to undo",
    definition: asked({ optional: true }),
    rows: { b: "refused" },
    runs: ["a=ok b=refused -> completed"],
  },
  {
    rule: "compensate undoes everything, then goes on",
    definition: aDefinition(aSaga(deliberate(null))),
    rows: {},
    runs: ["a=ok b=ok undo:b=ok undo:a=ok c=ok -> completed"],
  },
  {
    rule: "compensate only undoes what it names; the rest stays on the stack",
    definition: aDefinition(aSaga(deliberate(["a"]))),
    rows: { c: "refused" },
    runs: ["a=ok b=ok undo:a=ok c=refused undo:b=ok -> compensated Refused"],
  },
];
