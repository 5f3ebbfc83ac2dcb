import type { CompiledSaga } from "@skald/dsl";
import type { Json } from "@skald/shared";

/** One thing that can be chosen: its value as links carry it, and what people read. */
export interface OutcomeChoice {
  readonly value: string;
  readonly words: string;
}

/** A state something can be chosen for. The first choice is what happens when nobody chooses. */
export interface OutcomeRow {
  readonly state: string;
  readonly type: "task" | "switch";
  readonly call: string | null;
  /** What the call answers, or the way a switch goes. */
  readonly action: readonly OutcomeChoice[];
  /** Empty: there is no undo. */
  readonly undo: readonly OutcomeChoice[];
}

/** What a person has chosen, by target: `reserve`, `undo.reserve`. */
export type ChosenOutcomes = Readonly<Record<string, string>>;

const SUCCEEDS: OutcomeChoice = { value: "ok", words: "Succeeds" };
const UNDOS: readonly OutcomeChoice[] = [
  SUCCEEDS,
  { value: "fails 1", words: "Fails once, then succeeds" },
  { value: "fails 2", words: "Fails twice, then succeeds" },
  { value: "fails 3", words: "Fails 3 times, then succeeds" },
  { value: "fails", words: "Is refused" },
];

/** What can be chosen for each state of a definition, in the order of the document. */
export function outcomeRows({ states, graph }: CompiledSaga): readonly OutcomeRow[] {
  const nodes = new Map(graph.nodes.map((node) => [node.state, node]));

  return Object.entries(states).flatMap(([name, state]): OutcomeRow[] => {
    if (state.type === "switch") return [{ state: name, type: "switch", call: null, action: waysOf(state.cases), undo: [] }];
    if (state.type !== "task") return [];

    const node = nodes.get(name);
    const call = node?.service == null ? null : `${node.service}.${node.operation}`;
    return [{ state: name, type: "task", call, action: answersOf(state.errors), undo: node?.undo.kind === "call" ? UNDOS : [] }];
  });
}

function answersOf(errors: readonly { readonly type: string }[]): readonly OutcomeChoice[] {
  const types = [...new Set(errors.map(({ type }) => type))];

  return [
    SUCCEEDS,
    ...types.map((type) => ({ value: type, words: `Is refused: ${type}` })),
    { value: "refused", words: types.length === 0 ? "Is refused" : "Is refused for another reason" },
    { value: "busy+ok", words: "Is busy once, then succeeds" },
    { value: "busy", words: "Is busy every time" },
    { value: "unknown", words: "Does not answer, but it happened" },
    { value: "lost", words: "Does not answer, and it did not happen" },
  ];
}

function waysOf(cases: readonly { readonly when: string; readonly next: string }[]): readonly OutcomeChoice[] {
  return [
    { value: "", words: "Left open" },
    ...cases.map(({ when, next }, index) => ({ value: `case ${index + 1}`, words: `Case ${index + 1} to ${next}: ${when}` })),
    { value: "default", words: "Its default" },
  ];
}

/** The outcomes as a simulation takes them; what is not among the choices of the rows is left out. */
export function outcomesOf(rows: readonly OutcomeRow[], chosen: ChosenOutcomes): Readonly<Record<string, Json>> {
  const targets = rows.flatMap(({ state, action, undo }) => [[state, action] as const, [`undo.${state}`, undo] as const]);
  const entries = targets.flatMap(([target, choices]): [string, Json][] => {
    const value = chosen[target];
    if (value === undefined || value === choices[0]?.value || !choices.some((choice) => choice.value === value)) return [];
    return [[target, value.includes("+") ? value.split("+") : value]];
  });

  return Object.fromEntries(entries);
}

/** Choices as a link carries them: `reserve=busy`. */
export function chosenFromLink(items: readonly string[]): ChosenOutcomes {
  return Object.fromEntries(
    items.flatMap((item) => {
      const at = item.indexOf("=");
      return at < 1 ? [] : [[item.slice(0, at), item.slice(at + 1)]];
    }),
  );
}

/** The items of a link after one choice; null when nothing is chosen any more. */
export function linkOfChosen(chosen: ChosenOutcomes, target: string, value: string, byDefault: string): readonly string[] | null {
  const next = { ...chosen, [target]: value };
  const items = Object.entries(next).filter(([name, each]) => name !== target || each !== byDefault);

  return items.length === 0 ? null : items.map(([name, each]) => `${name}=${each}`);
}
