import type { CompiledSaga } from "@skald/dsl";
import { fold, newSaga, stepViews } from "@skald/kernel";
import { readOutcomes, type Simulation, simulate } from "@skald/proof";
import type { Played, PlayTask } from "./messages.ts";

/** Events of the made-up world after which a play is stopped. */
const TURNS_MAX = 2000;

/** Plays a saga once. Outcomes that do not fit are told and left out. */
export function playSaga({ definition, children, outcomes, seed }: Omit<PlayTask, "kind">): Played {
  const { script, problems } = readOutcomes(definition, outcomes);
  const played = simulate(definition, script, { children, turns: TURNS_MAX, ...(seed === null ? {} : { seed }) });
  const { end, cause, attention, path, calls, undone, elapsedMs, findings, ledger } = played;

  return {
    simulation: { end, cause, attention, path, calls, undone, elapsedMs, findings, ledger },
    problems,
    ...lastPicture(definition, played),
  };
}

/** The saga as the engine's own fold of the journal shows it at the end. */
function lastPicture(definition: CompiledSaga, { entries, undone }: Simulation): Pick<Played, "steps" | "phase"> {
  // The journal of a family tells of members too, whose entries are no part of this saga.
  const hasMembers = Object.values(definition.states).some(({ type }) => type === "forEach" || type === "saga");
  if (hasMembers) return { steps: [], phase: "forward" };

  const saga = fold(
    newSaga({
      id: "00000000-0000-7000-8000-000000000001",
      namespace: definition.namespace,
      definition,
      input: null,
      key: null,
      labels: {},
      traceId: "0".repeat(32),
      startedAt: entries[0]?.at ?? new Date(0).toISOString(),
    }),
    entries,
    definition,
  );
  const steps = stepViews(saga, definition).map((step) => ({ ...step, undoOrder: orderIn(undone, step.state) ?? step.undoOrder }));
  return { steps, phase: undone.length > 0 || saga.context.ended?.status === "compensated" ? "compensating" : "forward" };
}

function orderIn(undone: readonly string[], state: string): number | null {
  const index = undone.lastIndexOf(state);

  return index < 0 ? null : index + 1;
}
