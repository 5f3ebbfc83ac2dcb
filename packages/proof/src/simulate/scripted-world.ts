import type { CompiledSaga } from "@skald/dsl";
import type { OpenCall } from "@skald/kernel";
import { isTakingBack, type Json } from "@skald/shared";
import { isLasting } from "../partial/lasting.ts";
import type { Oracle } from "../partial/partial-port.ts";
import type { SpecialTexts } from "../partial/special-texts.ts";
import { type Steering, UNSTEERED } from "../partial/steering.ts";
import { unknown } from "../partial/unknown.ts";
import type { Answer } from "../world/answer.ts";
import { stateIn } from "../world/family.ts";
import { findNamed } from "../world/find-named.ts";
import type { Awaited } from "../world/happening.ts";
import type { Ledger } from "../world/ledger.ts";
import { type Incoming, incomingTo } from "../world/outside/incoming.ts";
import type { Position } from "../world/position.ts";
import type { Chance } from "./chance.ts";
import { isMeant } from "./is-meant.ts";
import type { Script, ScriptedCalls } from "./script.ts";
import { ScriptedOutside } from "./scripted-outside.ts";

/** What participants do, and which texts of the definitions are special. */
export interface Participants {
  readonly script: Script;
  readonly chance: Chance;
  readonly texts: SpecialTexts;
}

/** A call of one saga of the family. */
export interface AskedCall {
  readonly key: string;
  readonly call: OpenCall;
  readonly definition: CompiledSaga;
}

/** The participants of a simulation, and what nobody else can know: by the script where it speaks, else by chance. */
export class ScriptedWorld implements Oracle {
  readonly #texts: SpecialTexts;
  readonly #script: Script;
  readonly #outside: ScriptedOutside;
  readonly #chance: Chance;
  readonly #choices: ReadonlyMap<string, boolean>;
  readonly #asked = new Map<string, number>();
  #steering: Steering = UNSTEERED;

  constructor(definition: CompiledSaga, { script, chance, texts }: Participants) {
    this.#texts = texts;
    this.#outside = new ScriptedOutside(script, chance);
    this.#script = script;
    this.#chance = chance;
    this.#choices = choicesOf(definition, script);
    this.expect(UNSTEERED);
  }

  /** What the participant makes of a call. A verify that nobody scripted tells what stands in the books. */
  answer({ key, call, definition }: AskedCall, ledger: Ledger): Answer {
    const scripted = this.#scripted(key, call);
    const answer = scripted ?? this.#chance.answer(call, definition);
    if (answer !== null) return answer.kind === "unknown" ? { kind: "unknown", happened: answer.happened ?? false } : answer;
    if (call.kind !== "verify") return { kind: "ok" };

    const standing = ledger[`${stateIn(key, call.state)}#${call.visit}`]?.standing;
    return standing === "applied" ? { kind: "yes" } : { kind: "no" };
  }

  /** Whether nothing more comes to a state in the visit that waits. */
  isSilent(awaited: Awaited, position: Position): boolean {
    return this.#outside.isSilent(awaited, position);
  }

  /** What comes to a state that waits; null: nothing more in this visit. */
  incoming(awaited: Awaited, position: Position): Incoming | null {
    return this.#outside.next(awaited, incomingTo(awaited, position), position);
  }

  /** What the next decision is about. */
  expect(steering: Steering): void {
    this.#steering = { ...steering, rulings: new Map([...this.#choices, ...steering.rulings]) };
  }

  get steering(): Steering {
    return this.#steering;
  }

  decide(text: string, roots: ReadonlySet<string>): boolean {
    return this.#steering.leanings.get(text) ?? this.#chance.holds(text, isLasting(roots));
  }

  value(text: string, mark: string): Json {
    if (this.#texts.matches.has(text)) return mark;

    return this.#texts.lists.has(text) ? [unknown("item 1"), unknown("item 2")] : "1s";
  }

  #scripted(key: string, call: OpenCall): Answer | undefined {
    const lines = this.#script.calls.filter((line) => line.lane === laneOf(call) && isMeant(line, { key, state: call.state }));
    const line = lines.find((one) => one.visit === call.visit) ?? lines.find((one) => one.visit === null);
    if (line === undefined) return undefined;

    const index = this.#nextOf(key, line, call);
    return line.answers[Math.min(index, line.answers.length - 1)];
  }

  /** Answers are counted for each visit, so that a second visit begins anew. */
  #nextOf(of: string, line: ScriptedCalls, call: OpenCall): number {
    const key = `${of} ${line.lane} ${line.state}#${call.visit}`;
    const index = this.#asked.get(key) ?? 0;
    this.#asked.set(key, index + 1);

    return index;
  }
}

/** The conditions of scripted switches: the chosen case holds, and none before it. */
function choicesOf(definition: CompiledSaga, script: Script): ReadonlyMap<string, boolean> {
  const rulings = new Map<string, boolean>();
  for (const { state: name, way } of script.choices) {
    const named = findNamed(definition, name);
    if (named?.kind !== "state" || named.state.type !== "switch") continue;
    for (const [index, { when }] of named.state.cases.entries()) rulings.set(when, index === way);
  }

  return rulings;
}

/** The first and the deciding call of a participant are its action, and what takes it back its undo. */
function laneOf({ kind }: OpenCall): ScriptedCalls["lane"] {
  if (kind === "verify" || kind === "undo") return kind;

  return isTakingBack(kind) ? "undo" : "action";
}
