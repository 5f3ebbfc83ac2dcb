import type { Awaited } from "../world/happening.ts";
import type { Incoming } from "../world/outside/incoming.ts";
import type { Position } from "../world/position.ts";
import type { Chance } from "./chance.ts";
import { isMeant } from "./is-meant.ts";
import type { Script, ScriptedArrivals } from "./script.ts";

/** What comes from outside in a simulation: by the script where it speaks, else by chance. */
export class ScriptedOutside {
  readonly #script: Script;
  readonly #chance: Chance;
  /** How much of a line has come. */
  readonly #come = new Map<string, number>();
  /** The visits that something was asked for. */
  readonly #asked = new Set<string>();
  /** The visits that nothing more comes to. */
  readonly #silent = new Set<string>();

  constructor(script: Script, chance: Chance) {
    this.#script = script;
    this.#chance = chance;
  }

  /** Whether nothing more comes to a state in the visit that waits. */
  isSilent(awaited: Awaited, position: Position): boolean {
    return this.#silent.has(visitOf(awaited, position).name);
  }

  /** What comes next to a state that waits, of everything that may; null: nothing more in this visit. */
  next(awaited: Awaited, options: readonly Incoming[], position: Position): Incoming | null {
    const { name, number, isTimed } = visitOf(awaited, position);
    const isFirst = !this.#asked.has(name);
    this.#asked.add(name);
    const line = this.#lineOf(awaited, number);
    // What came and did not fit is not followed by more of it.
    const chosen = isFirst && line === undefined ? this.#chance.incoming(options, isTimed) : null;
    const incoming = line === undefined ? chosen : this.#scripted(`${awaited.key} ${line.visit}`, line, isFirst);
    if (incoming === null) this.#silent.add(name);

    return incoming;
  }

  #lineOf(awaited: Awaited, visit: number): ScriptedArrivals | undefined {
    const lines = this.#script.arrivals.filter((line) => line.of === awaited.of && isMeant(line, awaited));

    return lines.find((line) => line.visit === visit) ?? lines.find((line) => line.visit === null);
  }

  #scripted(of: string, { incoming, ...line }: ScriptedArrivals, isFirst: boolean): Incoming | null {
    const place = `${of} ${line.of} ${line.state}`;
    const index = this.#come.get(place) ?? 0;
    this.#come.set(place, index + 1);
    if (index >= incoming.length && !isFirst) return null;

    const next = incoming[Math.min(index, incoming.length - 1)];
    return next === undefined || next.kind === "nothing" ? null : next;
  }
}

interface Visit {
  readonly name: string;
  readonly number: number;
  /** Whether a clock ends the wait. */
  readonly isTimed: boolean;
}

function visitOf({ key, state, of }: Awaited, { family }: Position): Visit {
  const context = family[key]?.saga.context;
  const number = context?.visits[state] ?? 1;
  const dueAt = context?.waits[state]?.dueAt ?? null;

  return { name: `${key} ${of} ${state}#${number}`, number, isTimed: dueAt !== null };
}
