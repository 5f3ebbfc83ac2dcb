import { type CompiledSaga, type CompiledState, closest, type ErrorRule } from "@skald/dsl";
import { isJsonObject, type Json } from "@skald/shared";
import type { Script, ScriptedArrivals, ScriptedCalls, ScriptedChoice, ScriptedIncoming } from "../simulate/script.ts";
import type { Answer } from "../world/answer.ts";
import { findNamed } from "../world/find-named.ts";
import type { Awaited } from "../world/happening.ts";
import { awaitedIn, readIncoming } from "./read-incoming.ts";

/** What one line of outcomes says, or why it says nothing. */
type ReadOutcome =
  | ({ readonly ok: true } & Partial<Pick<Script, "calls" | "choices" | "arrivals">>)
  | { readonly ok: false; readonly problem: string };

/** `reserve`, `reserve#2`, `undo.reserve`, `verify.reserve`, `callback.reserve`, `lock.reserve` */
const TARGET = /^(?:(undo|verify|callback|lock)\.)?(.+?)(?:#(\d+))?$/;

/** A line in its parts. */
interface Target {
  readonly text: string;
  readonly lane: string;
  readonly state: string;
  /** Null: every visit. */
  readonly visit: number | null;
}

/** The script of outcomes as people write them, or every problem in it. */
export function readOutcomes(
  definition: CompiledSaga,
  outcomes: Readonly<Record<string, Json>>,
): { readonly script: Script; readonly problems: readonly string[] } {
  const read = Object.entries(outcomes).map(([target, value]) => readOutcome(definition, target, value));
  const good = read.filter((one) => one.ok);

  return {
    script: {
      calls: good.flatMap(({ calls = [] }) => calls),
      arrivals: good.flatMap(({ arrivals = [] }) => arrivals),
      choices: good.flatMap(({ choices = [] }) => choices),
      commands: [],
    },
    problems: read.flatMap((one) => (one.ok ? [] : [one.problem])),
  };
}

/**
 * One line of outcomes: `reserve: unknown`, `reserve: [busy, ok]`, `reserve: { ok: { id: 1 } }`, `undo.reserve: fails 2`,
 * `verify.reserve: no`, `review: case 1`, `approve: reject`, `awaitStock: [timedOut, stock.reserved]`, `callback.ship: ok`,
 * `lock.reserve: timedOut`, `book.hotel: refused` of a group, `each.pack: busy` of all items, `each#1[0].pack: busy` of one.
 */
function readOutcome(definition: CompiledSaga, text: string, value: Json): ReadOutcome {
  const [, lane = "action", state = "", visit] = TARGET.exec(text) ?? [];
  const named = findNamed(definition, state);
  if (named === null) return wrong(`There is no state "${state}".${hint(state, Object.keys(definition.states))}`);
  const target: Target = { text, lane, state, visit: visit === undefined ? null : Number(visit) };
  if (named.kind === "participant") return readVotes(target, named.errors, value);
  const found = named.state;
  if (found.type === "switch") return readChoice(state, found.cases.length, value);

  const of = awaitedIn(found, lane);
  if (of !== null) return readArrivals(target, { of, found }, value);
  if (lane === "callback" || lane === "lock") return wrong(`"${state}" waits for no ${lane}.`);
  if (found.type !== "task") return wrong(`"${state}" calls nobody, waits for nothing and chooses nothing: it has no outcome.`);
  return readCalls(target, found.errors, value);
}

/** A participant of a group is asked to prepare, then told; nobody asks it what happened. */
function readVotes(target: Target, errors: readonly ErrorRule[], value: Json): ReadOutcome {
  if (target.lane === "action" || target.lane === "undo") return readCalls(target, errors, value);

  return wrong(`"${target.state}" takes part in a group: it has no ${target.lane}.`);
}

function readCalls({ text, lane, state, visit }: Target, errors: readonly ErrorRule[], value: Json): ReadOutcome {
  const types = errors.map(({ type }) => type);
  const answers: Answer[] = [];
  for (const word of Array.isArray(value) ? value : [value]) {
    const read = readAnswer(lane, word, types);
    if (typeof read === "string") return wrong(`The outcome of "${text}" is ${JSON.stringify(word)}; ${read}`);
    answers.push(...read);
  }
  return { ok: true, calls: [{ lane: lane as ScriptedCalls["lane"], state, visit, answers }] };
}

function readArrivals(
  { text, state, visit }: Target,
  { of, found }: { readonly of: Awaited["of"]; readonly found: CompiledState },
  value: Json,
): ReadOutcome {
  const incoming: ScriptedIncoming[] = [];
  for (const word of Array.isArray(value) ? value : [value]) {
    const read = readIncoming(found, of, word);
    if (typeof read === "string") return wrong(`The outcome of "${text}" is ${JSON.stringify(word)}; ${read}`);
    incoming.push(read);
  }
  const arrivals: readonly ScriptedArrivals[] = [{ of, state, visit, incoming }];
  return { ok: true, arrivals };
}

function readChoice(state: string, cases: number, value: Json): ReadOutcome {
  if (state.includes("[")) return wrong(`"${state}" goes the same way in all items: name it ${state.replaceAll(/#\d+\[\d+\]/g, "")}.`);
  const chosen = (way: ScriptedChoice["way"]): ReadOutcome => ({ ok: true, choices: [{ state, way }] });
  if (value === "default") return chosen("default");
  const number = Number(/^case (\d+)$/.exec(String(value))?.[1] ?? 0);
  if (number >= 1 && number <= cases) return chosen(number - 1);

  const ways = [...Array.from({ length: cases }, (_, index) => `case ${index + 1}`), "default"];
  return wrong(`"${state}" takes ${JSON.stringify(value)}; it can take ${ways.join(", ")}.`);
}

/** The answers a word stands for, or what it may be. */
function readAnswer(lane: string, value: Json, types: readonly string[]): readonly Answer[] | string {
  const [word, output] = isJsonObject(value) ? (Object.entries(value)[0] ?? ["", null]) : [value, undefined];
  const given = output === undefined ? {} : { output };
  if (lane === "undo") return undoAnswers(word);
  if (lane === "verify") {
    if (word === "yes" || word === "no") return [{ kind: word, ...given }];
    return word === "none" ? [{ kind: "none" }] : 'a verify says "yes", "no" or "none".';
  }

  switch (word) {
    case "ok":
      return [{ kind: "ok", ...given }];
    case "refused":
    case "busy":
      return [{ kind: word }];
    case "unknown":
      return [{ kind: "unknown", happened: true }];
    case "lost":
      return [{ kind: "unknown", happened: false }];
    default:
      return typeof word === "string" && types.includes(word)
        ? [{ kind: "refused", type: word }]
        : `allowed are ${["ok", "refused", "busy", "unknown", "lost", ...types].join(", ")}.`;
  }
}

/** `fails 2` fails twice and succeeds then; `fails` never succeeds. */
function undoAnswers(word: Json): readonly Answer[] | string {
  if (word === "ok") return [{ kind: "ok" }];
  if (word === "fails") return [{ kind: "refused" }];
  const times = Number(/^fails ([1-9]\d?)$/.exec(String(word))?.[1] ?? 0);

  return times === 0
    ? 'an undo is "ok", "fails", or "fails 2" and then succeeds.'
    : [...Array.from({ length: times }, (): Answer => ({ kind: "unknown", happened: false })), { kind: "ok" }];
}

function hint(name: string, names: readonly string[]): string {
  const near = closest(name, names);

  return near === undefined ? "" : ` Did you mean "${near}"?`;
}

function wrong(problem: string): ReadOutcome {
  return { ok: false, problem };
}
