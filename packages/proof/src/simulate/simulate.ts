import type { CompiledSaga } from "@skald/dsl";
import { type Entry, incidentOf, type SagaEvent } from "@skald/kernel";
import type { Json } from "@skald/shared";
import { seededRandom } from "@skald/shared";
import { partialPort } from "../partial/partial-port.ts";
import { specialTexts } from "../partial/special-texts.ts";
import { UNSTEERED } from "../partial/steering.ts";
import { unknown } from "../partial/unknown.ts";
import { type Answer, isVerdict, observe } from "../world/answer.ts";
import { stateIn } from "../world/family.ts";
import type { Finding } from "../world/finding.ts";
import { findingsAt } from "../world/findings-at.ts";
import { type Awaited, type Happening, happenings } from "../world/happening.ts";
import { settleInLedger } from "../world/ledger.ts";
import { deliver } from "../world/outside/deliver.ts";
import { ledgerAfter } from "../world/outside/ledger-after.ts";
import { aCommand, BEGINNING_MS, beginning, moveOn, type Position, rootOf } from "../world/position.ts";
import { restStatus } from "../world/rest-status.ts";
import { pathOf } from "../world/story/path-of.ts";
import { tellEntries } from "../world/story/tell-entry.ts";
import { tellIncoming } from "../world/story/tell-incoming.ts";
import { CERTAINTY, type Chance, chanceOf } from "./chance.ts";
import { EMPTY_SCRIPT, type Script, type ScriptedIncoming } from "./script.ts";
import { ScriptedWorld } from "./scripted-world.ts";
import type { SimulatedArrival, SimulatedCall, Simulation } from "./simulation.ts";

export interface SimulateOptions {
  /** Left out: values of the input stay unknown, and conditions over them are open. */
  readonly input?: Json;
  /** What the script leaves open is drawn with this seed; left out: it succeeds. */
  readonly seed?: number;
  /** Definitions of child sagas. */
  readonly children?: readonly CompiledSaga[];
  /** Events after which it stops. Default 10,000. */
  readonly turns?: number;
  /** Virtual time after which it stops, milliseconds. Default ten years. */
  readonly spanMs?: number;
}

const TURNS_DEFAULT = 10_000;
const SPAN_DEFAULT_MS = 10 * 365 * 86_400_000;
/** Time a saga gets whose own time-out is an expression. */
const DEADLINE_DEFAULT_MS = 300_000;

/**
 * Plays one saga in a made-up world: participants that answer as the script says, a clock that jumps to what is due
 * next, and operators. Deterministic: the same definition, script and options give the same simulation.
 */
export function simulate(definition: CompiledSaga, script: Script = EMPTY_SCRIPT, options: SimulateOptions = {}): Simulation {
  return new Simulator(definition, script, options).run();
}

class Simulator {
  readonly #definition: CompiledSaga;
  readonly #script: Script;
  readonly #chance: Chance;
  readonly #world: ScriptedWorld;
  readonly #children: ReadonlyMap<string, CompiledSaga>;
  readonly #expressions;
  readonly #turnsMax: number;
  readonly #spanMs: number;
  readonly #calls: SimulatedCall[] = [];
  readonly #arrivals: SimulatedArrival[] = [];
  readonly #findings: Finding[] = [];
  #position: Position;
  #nowMs = BEGINNING_MS;

  constructor(definition: CompiledSaga, script: Script, { input, seed, turns, spanMs, children = [] }: SimulateOptions) {
    this.#definition = definition;
    this.#script = script;
    this.#chance = seed === undefined ? CERTAINTY : chanceOf(seededRandom(seed));
    const texts = specialTexts([definition, ...children]);
    this.#world = new ScriptedWorld(definition, { script, chance: this.#chance, texts });
    this.#children = new Map(children.map((child) => [child.hash, child]));
    this.#expressions = partialPort(this.#world, texts.keys);
    this.#turnsMax = turns ?? TURNS_DEFAULT;
    this.#spanMs = spanMs ?? SPAN_DEFAULT_MS;
    this.#position = beginning(definition, input === undefined ? unknown("input") : input);
  }

  run(): Simulation {
    this.#apply({ kind: "start", deadlineMs: deadlineOf(this.#definition), key: "key", labels: {} });
    for (let turn = 1; turn <= this.#turnsMax && this.#isLive(); turn += 1) {
      const command = this.#script.commands.find((one) => one.turn === turn);
      if (command !== undefined) this.#apply(aCommand(rootOf(this.#position).saga, command.type));
      else if (!this.#advance()) break;
    }

    return this.#result();
  }

  #isLive(): boolean {
    return rootOf(this.#position).saga.context.ended === null && this.#nowMs - BEGINNING_MS <= this.#spanMs;
  }

  /** Lets the next thing happen. False when only a person can go on. */
  #advance(): boolean {
    const { saga } = rootOf(this.#position);
    const isHeld = incidentOf(saga) !== null || saga.context.paused !== null;
    const next = happenings(this.#position);
    const isOpen = (awaited: Awaited): boolean => !isHeld && !this.#world.isSilent(awaited, this.#position);
    const open = next.filter((one) => one.kind === "call" || (one.kind === "awaited" && isOpen(one)));
    const chosen = open[this.#chance.pick(open.length)];
    if (chosen?.kind === "call") return this.#settle(chosen);
    // Where nothing comes, the next thing happens.
    if (chosen?.kind === "awaited") return this.#receive(chosen) || this.#advance();
    if (isHeld) return false;

    return this.#elapse(next.filter((happening) => happening.kind === "due"));
  }

  /** False when nothing comes. */
  #receive(awaited: Awaited): boolean {
    const incoming = this.#world.incoming(awaited, this.#position);
    if (incoming === null) return false;

    const { key, state } = awaited;
    const { event, steering } = deliver(incoming, awaited, this.#position);
    const { told } = this.#position;
    const before = { ...this.#position, ledger: ledgerAfter(this.#position, { key, state, incoming }) };
    const visit = visitOf(before, awaited);
    this.#position = before;
    this.#world.expect(steering);
    this.#apply(event, { key, answered: false });
    this.#tellArrival(awaited, { incoming, visit, taken: this.#position.told !== told });
    return true;
  }

  #tellArrival(
    { key, state, of }: Awaited,
    { incoming, visit, taken }: { readonly incoming: ScriptedIncoming; readonly visit: number; readonly taken: boolean },
  ): void {
    const { definition } = this.#position.family[key] ?? rootOf(this.#position);
    const what = tellIncoming(incoming, definition, state);
    const atMs = this.#nowMs - BEGINNING_MS;

    this.#arrivals.push({ of, state: stateIn(key, state), visit, atMs, incoming, what, taken, afterCalls: this.#calls.length });
  }

  #settle({ key, call }: Extract<Happening, { kind: "call" }>): boolean {
    const { family, ledger } = this.#position;
    const asking = family[key] ?? rootOf(this.#position);
    const { definition, journal } = asking;
    const answer: Answer = this.#world.answer({ key, call, definition }, ledger);
    const { observation, steering } = observe(definition, call, answer);
    const opened = journal.entryAt(call.entry).data.opened?.find((one) => one.callId === call.callId);
    const { kind, visit, attempt, callId } = call;
    const state = stateIn(key, call.state);

    const queue = opened?.queue === undefined ? {} : { queue: opened.queue };

    this.#calls.push({
      kind,
      state,
      visit,
      attempt,
      atMs: this.#nowMs - BEGINNING_MS,
      answer,
      request: opened?.request ?? null,
      ...queue,
    });
    this.#position = { ...this.#position, ledger: settleInLedger(ledger, { key, call, answer }, asking) };
    this.#world.expect(steering);
    this.#apply({ kind: "result", callId, attempt, observation }, { key, answered: isVerdict(answer) });
    return true;
  }

  /** The clock jumps to what is due first; the saga's own deadline is one of them. */
  #elapse(dues: readonly Extract<Happening, { kind: "due" }>[]): boolean {
    const deadlineAt = rootOf(this.#position).saga.context.deadline?.at ?? null;
    const first = dues.reduce<(typeof dues)[number] | null>(
      (best, due) => (best === null || due.dueAtMs < best.dueAtMs ? due : best),
      null,
    );
    if (deadlineAt !== null && (first === null || Date.parse(deadlineAt) < first.dueAtMs)) {
      this.#nowMs = Math.max(this.#nowMs, Date.parse(deadlineAt));
      this.#apply({ kind: "deadline" });
      return true;
    }
    if (first === null) return false;

    this.#nowMs = Math.max(this.#nowMs, first.dueAtMs);
    const missed = happenings(this.#position).find(
      (one) => one.kind === "awaited" && one.key === first.key && first.name === `wait/${one.state}`,
    );
    if (missed?.kind === "awaited")
      this.#tellArrival(missed, { incoming: { kind: "nothing" }, visit: visitOf(this.#position, missed), taken: true });
    this.#apply({ kind: "timer", name: first.name }, { key: first.key, answered: false });
    return true;
  }

  #apply(event: SagaEvent, { key, answered } = { key: "", answered: false }): void {
    const laws = { expressions: this.#expressions, nowMs: this.#nowMs, random: this.#chance.jitter, children: this.#children };
    const { position, entries } = moveOn(this.#position, { key, event }, laws, this.#position.ledger);
    this.#position = position;
    this.#world.expect(UNSTEERED);
    this.#judge(entries, answered);
  }

  #judge(entries: readonly Entry[], answered: boolean): void {
    const found = findingsAt({ position: this.#position, entries, answered }, this.#definition.assertions);
    for (const finding of found)
      if (!this.#findings.some((known) => known.code === finding.code && known.message === finding.message)) this.#findings.push(finding);
  }

  #result(): Simulation {
    const { told, ledger } = this.#position;
    const { saga } = rootOf(this.#position);
    const { ended, cause } = saga.context;
    const incident = incidentOf(saga);
    const { entries } = told;

    return {
      end: restStatus(saga) ?? "unfinished",
      cause: cause === null ? null : { type: cause.type, state: cause.state, detail: cause.detail },
      attention: incident === null ? null : { reason: incident.reason, state: incident.state },
      output: ended?.output ?? null,
      path: pathOf(entries),
      calls: this.#calls,
      arrivals: this.#arrivals,
      undone: entries.filter(({ type }) => type === "undo.succeeded").map(({ data }) => data.state ?? ""),
      story: tellEntries(entries),
      entries,
      saga,
      ledger: Object.values(ledger),
      elapsedMs: this.#nowMs - BEGINNING_MS,
      findings: this.#findings,
    };
  }
}

function deadlineOf({ timeout }: CompiledSaga): number | null {
  if (timeout === null) return null;

  return typeof timeout.after === "number" ? timeout.after : DEADLINE_DEFAULT_MS;
}

function visitOf({ family }: Position, { key, state }: Awaited): number {
  return family[key]?.saga.context.visits[state] ?? 1;
}
