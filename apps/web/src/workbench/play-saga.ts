import type { CompiledSaga } from "@skald/dsl";
import { stepViews } from "@skald/kernel";
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

/** The saga at the end, as the engine shows it. */
function lastPicture(definition: CompiledSaga, { saga, undone }: Simulation): Pick<Played, "steps" | "phase"> {
  const steps = stepViews(saga, definition).map((step) => ({ ...step, undoOrder: orderIn(undone, step.state) ?? step.undoOrder }));

  return { steps, phase: undone.length > 0 || saga.context.ended?.status === "compensated" ? "compensating" : "forward" };
}

function orderIn(undone: readonly string[], state: string): number | null {
  const index = undone.lastIndexOf(state);

  return index < 0 ? null : index + 1;
}
