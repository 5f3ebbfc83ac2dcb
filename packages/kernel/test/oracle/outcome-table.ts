// What every call of a run is answered, fixed before the run. The table is a pure function of the key, so the oracle and
// the kernel's driver look the same answer up, in whatever order they ask.
//
// How a driver plays an answer: `ok` is a 200 with `{ value }`, `refused` a 4xx that no rule names, the two unknown ones
// a 500, `notSent` a refused connection; `yes` and `no` are a 200 with `{ happened, value }`, `noAnswer` a 500.
// Case `n` of a `listen` is its n-th case, of a `human` its n-th outcome.
//
// Paths. A state at the top is `reserve`; in a branch `ship.truck.load`; a participant `pay.bank`. A child saga and an
// item have paths of their own behind the state and its visit: `pay#1.charge`, `each#1[3].load`. Their visits begin anew.
// What the kernel reads out of its input (cases of a switch, numbers of items) cannot change from visit to visit: it is
// looked up by the path without `#visit`.

/** What a participant is asked for. */
type CallKind = "action" | "undo" | "verify" | "prepare" | "commit" | "abort" | "try" | "confirm" | "cancel";

/** What moves a saga and is no call: a timer, an event or signal, a person. */
type MoveKind = "wait" | "listen" | "human";

/** A call or a move. `attempt` counts from 1; of a move it is 1. */
export interface CallKey {
  readonly path: string;
  readonly visit: number;
  readonly kind: CallKind | MoveKind;
  readonly attempt: number;
}

/** How a call ends. The two unknown ones look the same to a saga. `yes`, `no` and `noAnswer` answer a `verify`. */
export type Answer = "ok" | "refused" | "unknownButHappened" | "unknownAndNot" | "notSent" | "yes" | "no" | "noAnswer";

export interface OutcomeTable {
  /** For `verify` all attempts have one answer. */
  readonly outcomeOf: (key: CallKey) => Answer;
  /** Which of `count` ways is taken: the cases in their order, then the default, or the time-out where there is one. */
  readonly choiceOf: (key: Pick<CallKey, "path" | "visit">, count: number) => number;
  /** The case a switch takes in every visit; `count` is the default. */
  readonly caseOf: (path: string, count: number) => number;
  /** How many items a forEach has in every visit. */
  readonly itemsOf: (path: string) => number;
}

/** Outcomes by `kind:path#visit@attempt` (`action:`, `#1` and `@1` may be left out), choices and items by path. The rest is well. */
export function tableWith(rows: Readonly<Record<string, Answer | number>>): OutcomeTable {
  const numberAt = (key: string, absent: number): number => {
    const row = rows[key];
    return typeof row === "number" ? row : absent;
  };

  return {
    outcomeOf: (key) => {
      const row = namesOf(key)
        .map((name) => rows[name])
        .find((found) => found !== undefined);
      if (typeof row === "string") return row;
      return key.kind === "verify" ? "yes" : "ok";
    },
    choiceOf: ({ path, visit }) => numberAt(`${path}#${visit}`, numberAt(path, 0)),
    caseOf: (path) => numberAt(path, 0),
    itemsOf: (path) => numberAt(path, 2),
  };
}

// The most exact name first. A row without an attempt holds for all of them.
function namesOf({ path, visit, kind, attempt }: CallKey): readonly string[] {
  const place = kind === "action" ? path : `${kind}:${path}`;
  const visited = visit === 1 ? [`${place}#1`, place] : [`${place}#${visit}`];

  return [...visited.map((name) => `${name}@${attempt}`), ...visited];
}

type Weights = readonly (readonly [Answer, number])[];

const FORWARD: Weights = [
  ["ok", 82],
  ["refused", 6],
  ["unknownButHappened", 4],
  ["unknownAndNot", 4],
  ["notSent", 4],
];
const UNDO: Weights = [
  ["ok", 90],
  ["refused", 2],
  ["unknownButHappened", 3],
  ["unknownAndNot", 3],
  ["notSent", 2],
];
const SECOND_PHASE: Weights = [
  ["ok", 80],
  ["unknownButHappened", 7],
  ["unknownAndNot", 7],
  ["notSent", 6],
];
// A call that is retried without end must end some day, and a loop must be left.
const UNDO_ATTEMPTS_MAX = 8;
const SECOND_PHASE_ATTEMPTS_MAX = 4;
const VISITS_MAX = 3;
const ITEMS_MAX = 3;

/** A table drawn from a seed. What `verify` answers is true: it looks at what the attempts of the action did. */
export function tableOf(seed: number): OutcomeTable {
  const drawOf = (key: CallKey): number => draw(seed, `${key.kind}:${key.path}#${key.visit}@${key.attempt}`);
  const forward = (key: CallKey): Answer => {
    if (isLastVisit(key)) return "ok";
    const answer = pick(FORWARD, drawOf(key));
    // A participant of a group that may have voted yes does not vote no under the same key.
    const voted = key.kind !== "action" && earlier(key).some((one) => isUnknown(forward(one)));
    return voted && answer === "refused" ? "ok" : answer;
  };
  const verify = (key: CallKey): Answer => {
    if (drawOf({ ...key, attempt: 1 }) < 0.15) return "noAnswer";
    return happened({ ...key, kind: "action" }, forward) ? "yes" : "no";
  };

  return {
    outcomeOf: (key) => {
      switch (key.kind) {
        case "verify":
          return verify(key);
        case "undo":
          return key.attempt >= UNDO_ATTEMPTS_MAX ? "ok" : pick(UNDO, drawOf(key));
        case "commit":
        case "abort":
        case "confirm":
        case "cancel":
          return key.attempt >= SECOND_PHASE_ATTEMPTS_MAX ? "ok" : pick(SECOND_PHASE, drawOf(key));
        default:
          return forward(key);
      }
    },
    choiceOf: (key, count) => Math.floor(draw(seed, `choice:${key.path}#${key.visit}`) * count),
    caseOf: (path, count) => Math.floor(draw(seed, `case:${path}`) * (count + 1)),
    itemsOf: (path) => Math.floor(draw(seed, `items:${path}`) * (ITEMS_MAX + 1)),
  };
}

/** A path without the visits in it. */
export function staticPath(path: string): string {
  return path.replaceAll(/#\d+/g, "");
}

/** Whether an answer leaves it open what happened. */
export function isUnknown(answer: string | null): boolean {
  return answer === "unknownButHappened" || answer === "unknownAndNot";
}

function happened(key: CallKey, answerOf: (key: CallKey) => Answer): boolean {
  for (let attempt = 1; attempt <= UNDO_ATTEMPTS_MAX; attempt++) {
    const answer = answerOf({ ...key, attempt });
    if (answer === "unknownButHappened") return true;
    if (answer === "ok" || answer === "refused") return false;
  }
  return false;
}

function earlier(key: CallKey): readonly CallKey[] {
  return Array.from({ length: key.attempt - 1 }, (_, index) => ({ ...key, attempt: index + 1 }));
}

function isLastVisit({ path, visit }: CallKey): boolean {
  return visit >= VISITS_MAX || [...path.matchAll(/#(\d+)/g)].some((found) => Number(found[1]) >= VISITS_MAX);
}

function pick(weights: Weights, chance: number): Answer {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  let left = chance * total;
  for (const [answer, weight] of weights) {
    left -= weight;
    if (left < 0) return answer;
  }
  return "ok";
}

/** A number in [0, 1) from a seed and a text. FNV-1a, then the finaliser of MurmurHash3: neighbours must not draw alike. */
export function draw(seed: number, key: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
