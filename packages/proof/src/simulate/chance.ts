import type { CompiledSaga } from "@skald/dsl";
import type { OpenCall } from "@skald/kernel";
import { type Answer, answersTo } from "../world/answer.ts";
import type { Incoming } from "../world/outside/incoming.ts";

/** Draws what a script leaves open. */
export interface Chance {
  answer(call: OpenCall, definition: CompiledSaga): Answer | null;
  /** What of `options` comes to a state that waits; null: nothing. A wait that no clock ends gets something. */
  incoming(options: readonly Incoming[], isTimed: boolean): Incoming | null;
  /** Which of `count` things comes first. */
  pick(count: number): number;
  /** Whether an open condition holds; one that lasts is drawn once. */
  holds(text: string, lasting: boolean): boolean;
  readonly jitter: number;
}

/** Nothing is left to chance: calls succeed, open conditions do not hold, what opened first is answered first. */
export const CERTAINTY: Chance = {
  answer: () => null,
  incoming: ([first]) => first ?? null,
  pick: () => 0,
  holds: () => false,
  jitter: 0.5,
};

/** Three calls of four succeed, so that sagas get somewhere. */
const SUCCESS_RATE = 0.75;

/** Chance by a generator: everything that can happen does, sooner or later. */
export function chanceOf(random: () => number): Chance {
  const facts = new Map<string, boolean>();
  const pick = (count: number): number => Math.floor(random() * count);
  const oneOf = (answers: readonly Answer[]): Answer => answers[pick(answers.length)] ?? { kind: "ok" };

  return {
    answer: (call, definition) => {
      if (random() < SUCCESS_RATE) return null;
      if (call.kind === "undo") return oneOf([{ kind: "refused" }, { kind: "busy" }, { kind: "unknown" }]);
      if (call.kind === "verify") return { kind: "none" };
      return withTruth(oneOf(answersTo(definition, call).slice(1)), random() < 0.5);
    },
    incoming: (options, isTimed) => (isTimed && random() >= SUCCESS_RATE ? null : (options[pick(options.length)] ?? null)),
    pick,
    holds: (text, lasting) => {
      const known = facts.get(text) ?? random() < 0.5;
      if (lasting) facts.set(text, known);
      return known;
    },
    get jitter() {
      return random();
    },
  };
}

/** Silence has a truth behind it in a world that keeps books. */
function withTruth(answer: Answer, happened: boolean): Answer {
  return answer.kind === "unknown" ? { kind: "unknown", happened } : answer;
}
