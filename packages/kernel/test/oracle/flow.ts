import type { CallKey } from "./outcome-table.ts";

// A flow is a saga, or a part of one, written down as if it ran alone. It stops wherever something outside must happen,
// says what could happen there, and goes on with the one thing that did. Whoever drives it chooses: every order that
// the rules allow is some way of driving it, and no other is.

/** What could happen next. An incident needs a person, so in these runs it never ends: any of `reports` may be shown. */
export type Ask =
  | { readonly kind: "send"; readonly call: CallKey; readonly stoppable: boolean }
  | { readonly kind: "settle"; readonly call: CallKey; readonly answer: string }
  | { readonly kind: "move"; readonly call: CallKey; readonly answer: string }
  | { readonly kind: "incident"; readonly reports: readonly Report[] };

/** What a suspended saga shows. */
export interface Report {
  readonly reason: string;
  readonly state: string;
}

/** An ask that happened. With `stop` the flow goes no further forward, and a call not yet sent is not sent. */
interface Happening {
  readonly ask: Ask;
  readonly stop: boolean;
}

export type Flow<T> = Generator<readonly Ask[], T, Happening>;

/** Sends one call and waits for its answer; `answer` null: it was stopped before it was sent. */
export function* perform(
  call: CallKey,
  answer: string,
  stoppable: boolean,
): Flow<{ readonly answer: string | null; readonly stop: boolean }> {
  const sent = yield [{ kind: "send", call, stoppable }];
  if (sent.stop && stoppable) return { answer: null, stop: true };

  const settled = yield [{ kind: "settle", call, answer }];
  return { answer, stop: sent.stop || settled.stop };
}

interface ForkRules<T> {
  /** How many lanes may be open at once; lanes begin in their order. */
  readonly limit?: number;
  /** Lanes that must have ended before this one begins. */
  readonly needs?: (lane: number) => readonly number[];
  /** Whether the lanes that ended so far settle the matter: the others are quiesced (R5). */
  readonly isDecided?: (ended: readonly T[]) => boolean;
  /** Undoing and the second phase cannot be stopped. */
  readonly unstoppable?: boolean;
  /** A lane with an incident holds up no other. */
  readonly passIncidents?: boolean;
}

interface Ended<T> {
  readonly lane: number;
  readonly result: T;
}

/** The lanes that ended before the matter was decided, in that order; `stop`: somebody around them stopped them. */
interface Joined<T> {
  readonly ended: readonly Ended<T>[];
  readonly stop: boolean;
}

/** Lanes side by side. */
export function* fork<T>(lanes: readonly (() => Flow<T>)[], rules: ForkRules<T>): Flow<Joined<T>> {
  const open = new Map<number, { readonly flow: Flow<T>; readonly asks: readonly Ask[] }>();
  const ended: Ended<T>[] = [];
  const begun = new Set<number>();
  let stop = false;
  let quiescing = false;

  const advance = (lane: number, flow: Flow<T>, step: IteratorResult<readonly Ask[], T>): void => {
    open.delete(lane);
    if (!step.done) open.set(lane, { flow, asks: step.value });
    else if (!quiescing) ended.push({ lane, result: step.value });
    quiescing ||= rules.isDecided?.(ended.map((one) => one.result)) ?? false;
  };
  const isHeld = (lane: number): boolean => {
    const asks = open.get(lane)?.asks ?? [];
    return rules.passIncidents === true && asks.some((ask) => ask.kind === "incident");
  };
  const next = (): number | undefined => {
    const busy = [...open.keys()].filter((lane) => !isHeld(lane)).length;
    if (quiescing || busy >= (rules.limit ?? Number.POSITIVE_INFINITY)) return undefined;
    const isOver = (lane: number): boolean => (begun.has(lane) && !open.has(lane)) || isHeld(lane);
    return lanes.findIndex((_, lane) => !begun.has(lane) && (rules.needs?.(lane) ?? []).every(isOver));
  };
  const stopOne = (): boolean => {
    for (const [lane, { flow, asks }] of open) {
      const ask = asks.find((one) => one.kind === "move" || (one.kind === "send" && one.stoppable));
      if (ask === undefined) continue;
      advance(lane, flow, flow.next({ ask, stop: true }));
      return true;
    }
    return false;
  };

  for (;;) {
    for (let lane = next(); lane !== undefined && lane >= 0; lane = next()) {
      const flow = lanes[lane]?.();
      if (flow === undefined) break;
      begun.add(lane);
      advance(lane, flow, flow.next());
    }
    while (quiescing && stopOne());
    if (open.size === 0) return { ended, stop };

    const happening: Happening = yield [...open.values()].flatMap((one) => one.asks);
    stop ||= happening.stop;
    quiescing ||= happening.stop && rules.unstoppable !== true;
    for (const [lane, { flow, asks }] of [...open])
      if (asks.includes(happening.ask)) advance(lane, flow, flow.next({ ask: happening.ask, stop: quiescing || happening.stop }));
  }
}
