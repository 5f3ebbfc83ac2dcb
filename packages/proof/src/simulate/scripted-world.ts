import type { CompiledSaga } from "@skald/dsl";
import type { OpenCall } from "@skald/kernel";
import type { Json } from "@skald/shared";
import { isLasting } from "../partial/lasting.ts";
import type { Oracle } from "../partial/partial-port.ts";
import type { Answer, Observed } from "../world/answer.ts";
import type { Ledger } from "../world/ledger.ts";
import type { Chance } from "./chance.ts";
import type { Script, ScriptedCalls } from "./script.ts";

/** The participants of a simulation, and what nobody else can know: by the script where it speaks, else by chance. */
export class ScriptedWorld implements Oracle {
  readonly #definition: CompiledSaga;
  readonly #script: Script;
  readonly #chance: Chance;
  readonly #choices: ReadonlyMap<string, boolean>;
  readonly #asked = new Map<string, number>();
  #observed: Pick<Observed, "rulings" | "outputs"> = { rulings: new Map(), outputs: new Map() };

  constructor(definition: CompiledSaga, script: Script, chance: Chance) {
    this.#definition = definition;
    this.#script = script;
    this.#chance = chance;
    this.#choices = choicesOf(definition, script);
  }

  /** What the participant makes of a call. A verify that nobody scripted tells what stands in the books. */
  answer(call: OpenCall, ledger: Ledger): Answer {
    const scripted = this.#scripted(call);
    const answer = scripted ?? this.#chance.answer(call, this.#definition);
    if (answer !== null) return answer.kind === "unknown" ? { kind: "unknown", happened: answer.happened ?? false } : answer;
    if (call.kind !== "verify") return { kind: "ok" };

    const standing = ledger[`${call.state}#${call.visit}`]?.standing;
    return standing === "applied" ? { kind: "yes" } : { kind: "no" };
  }

  /** What the next decision is about. */
  expect(observed: Pick<Observed, "rulings" | "outputs">): void {
    this.#observed = observed;
  }

  ruling(text: string): boolean | undefined {
    return this.#observed.rulings.get(text) ?? this.#choices.get(text);
  }

  output(template: Json): Json | undefined {
    return this.#observed.outputs.get(template);
  }

  decide(text: string, roots: ReadonlySet<string>): boolean {
    return this.#chance.holds(text, isLasting(roots));
  }

  value(): Json {
    return "1s";
  }

  #scripted(call: OpenCall): Answer | undefined {
    const lines = this.#script.calls.filter((line) => line.lane === call.kind && line.state === call.state);
    const line = lines.find((one) => one.visit === call.visit) ?? lines.find((one) => one.visit === null);
    if (line === undefined) return undefined;

    const index = this.#nextOf(line, call);
    return line.answers[Math.min(index, line.answers.length - 1)];
  }

  /** Answers are counted for each visit, so that a second visit begins anew. */
  #nextOf(line: ScriptedCalls, call: OpenCall): number {
    const key = `${line.lane} ${line.state}#${call.visit}`;
    const index = this.#asked.get(key) ?? 0;
    this.#asked.set(key, index + 1);

    return index;
  }
}

/** The conditions of scripted switches: the chosen case holds, and none before it. */
function choicesOf(definition: CompiledSaga, script: Script): ReadonlyMap<string, boolean> {
  const rulings = new Map<string, boolean>();
  for (const { state: name, way } of script.choices) {
    const state = definition.states[name];
    if (state?.type !== "switch") continue;
    for (const [index, { when }] of state.cases.entries()) rulings.set(when, index === way);
  }

  return rulings;
}
