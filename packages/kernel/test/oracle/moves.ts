import type { SagaEvent } from "../../src/index.ts";
import type { Drive } from "../fixtures.ts";
import type { CallKey, OutcomeTable } from "./outcome-table.ts";

/** What moves a state that waits for something outside, and how it is written down. */
export interface Move {
  readonly made: CallKey;
  readonly outcome: string;
  readonly event: SagaEvent;
  /** When a clock that moves it rings; null: whenever somebody likes. */
  readonly dueAt: string | null;
}

/** The moves a saga waits for now, as the table wants them. `key` stands in front of its paths. */
export function movesOf(drive: Drive, key: string, table: OutcomeTable): readonly Move[] {
  return Object.values(drive.saga.context.waits).flatMap(({ state, dueAt }): readonly Move[] => {
    const at = { path: key + state, visit: entriesInto(drive, state), attempt: 1 };
    const timer = { kind: "timer", name: `wait/${state}` } as const;
    const known = drive.definition.states[state];
    if (known?.type === "wait") return [{ made: { ...at, kind: "wait" }, outcome: "elapsed", event: timer, dueAt }];
    if (known?.type !== "listen" && known?.type !== "human") return [];

    const made = { ...at, kind: known.type };
    const ways = known.type === "listen" ? known.cases : Object.keys(known.outcomes);
    const choice = table.choiceOf(at, ways.length + (known.timeoutMs === null ? 0 : 1));
    if (choice >= ways.length) return [{ made, outcome: "timeout", event: timer, dueAt }];
    return [{ made, outcome: `case ${choice}`, event: chosen(known, choice), dueAt: null }];
  });
}

type Waiting = Extract<Drive["definition"]["states"][string], { readonly type: "listen" | "human" }>;

function chosen(state: Waiting, choice: number): SagaEvent {
  if (state.type === "human") {
    const outcome = Object.keys(state.outcomes)[choice] ?? "";
    return { kind: "human", state: state.name, outcome, form: null, actor: "somebody", comment: null };
  }

  const awaits = state.cases[choice]?.awaits;
  if (awaits?.kind !== "signal") throw new Error(`"${state.name}" waits for something else than a signal.`);
  return { kind: "signal", name: awaits.name, body: null };
}

const WAITS: ReadonlySet<string> = new Set(["wait.started", "listen.started", "human.asked"]);

/** Which entry into a state is waited in. */
function entriesInto(drive: Drive, state: string): number {
  return drive.entries.filter(({ type, data }) => WAITS.has(type) && data.state === state).length;
}
