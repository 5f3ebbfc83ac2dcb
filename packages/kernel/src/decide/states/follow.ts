import { scopeOf } from "@skald/dsl";
import { placeAt, placeIn } from "../../chart/place.ts";
import { requireKnown } from "../../require-known.ts";
import type { Deliberation, FollowUp } from "../deliberation.ts";
import { beginGroup } from "../group/group.ts";
import { causeOf } from "../steps/conclude.ts";
import { failUnrendered } from "../steps/settle-action.ts";
import { failVerify } from "../steps/settle-verify.ts";
import { beginUndo } from "../undo/begin-undo.ts";
import { giveUpUndo, unwind } from "../undo/undo.ts";
import { nextUndoOf } from "../undo/undo-order.ts";
import { requestLocks } from "../waits/locks.ts";
import { compensate } from "./compensate.ts";
import { emit } from "./emit.ts";
import { finishScope } from "./finish.ts";
import { askPerson } from "./human.ts";
import { joinBlock, joinBranch } from "./join.ts";
import { startListening } from "./listen.ts";
import { beginChild, beginEach } from "./members.ts";
import { assign, choose, fail, startWait, succeed } from "./moments.ts";

/** A loop of states that take no time is refused by validation; this bounds what a defect could do. */
const FOLLOW_UPS_MAX = 10_000;

/** Decides everything the recorded entries ask for, until the saga waits for something from outside. */
export function followAll(d: Deliberation): void {
  for (let count = 0; ; count += 1) {
    const next = d.followUps.shift();
    if (next === undefined) return;
    if (count >= FOLLOW_UPS_MAX) throw new Error("The saga does not come to rest.");
    follow(d, next);
  }
}

function follow(d: Deliberation, next: FollowUp): void {
  if (next.kind === "rest") return joinBlock(d, next.state);
  if (next.kind === "unrendered") return failCall(d, next);

  const { effect, from } = next;
  switch (effect.type) {
    case "fx.unwind":
      return unwind(d, effect.state);
    case "fx.finish":
      return placeIn(d.saga, effect.state)?.within === "finishing" ? finishScope(d, effect.state, from) : undefined;
    case "fx.join":
      return joinBranch(d, effect.state);
    case "fx.lock":
      return placeAt(d.saga, effect.state) === null ? undefined : requestLocks(d, effect.state);
    case "fx.undo":
      return beginUndo(d, effect.state);
    default:
      // A branch that was stopped meanwhile has left the state that asked.
      return placeAt(d.saga, effect.state) === null ? undefined : enterState(d, effect.state);
  }
}

/** A state the chart has entered, and that is no call, says what it wants. */
function enterState(d: Deliberation, path: string): void {
  const state = d.definition.states[path];
  switch (state?.type) {
    case "switch":
      return choose(d, state);
    case "set":
      return assign(d, state);
    case "wait":
      return startWait(d, state);
    case "succeed":
      return succeed(d, state);
    case "fail":
      return fail(d, state);
    case "compensate":
      return compensate(d, state);
    case "listen":
      return startListening(d, state);
    case "human":
      return askPerson(d, state);
    case "emit":
      return emit(d, state);
    case "forEach":
      return beginEach(d, state);
    case "saga":
      return beginChild(d, state);
    case "transaction":
      return beginGroup(d, state);
    default:
      throw new Error(`The chart asks for something of "${path}" in scope "${scopeOf(path)}" that cannot be decided.`);
  }
}

function failCall(d: Deliberation, { effect, failure }: Extract<FollowUp, { kind: "unrendered" }>): void {
  const { state, kind } = effect;
  if (kind === "action") return failUnrendered(d, state, failure);
  if (kind === "verify") return failVerify(d, state, failure.detail);

  const { visit } = requireKnown(nextUndoOf(d.saga.context, state), "undo");
  giveUpUndo(d, { state, visit }, causeOf(d, state, { type: failure.type, category: "consistency", status: null, detail: failure.detail }));
}
