import type { CompiledSaga } from "@skald/dsl";
import { canonicalJson, type Json } from "@skald/shared";
import { simulate } from "../simulate/simulate.ts";
import type { Simulation } from "../simulate/simulation.ts";
import { readOutcomes } from "./read-outcome.ts";
import type { Expected, Scenario } from "./read-test-file.ts";

/** A scenario that was played, and what is not as it must be; nothing means that it passed. */
export interface PlayedScenario {
  readonly scenario: Scenario;
  readonly simulation: Simulation;
  readonly problems: readonly string[];
}

/** Plays a scenario, with the sagas the definition starts, and compares. What no saga may do counts against it too, expected or not. */
export function runScenario(definition: CompiledSaga, scenario: Scenario, children: readonly CompiledSaga[] = []): PlayedScenario {
  const { script, problems } = readOutcomes(definition, scenario.outcomes ?? {});
  const simulation = simulate(definition, script, { children, ...(scenario.input === undefined ? {} : { input: scenario.input }) });
  const differences = problems.length > 0 ? [] : differencesOf(scenario.expect, simulation);

  return { scenario, simulation, problems: [...problems, ...simulation.findings.map(({ message }) => message), ...differences] };
}

function differencesOf(expected: Expected, simulation: Simulation): readonly string[] {
  const seen: Readonly<Record<keyof Expected, Json>> = {
    end: simulation.end,
    cause: simulation.cause?.type ?? null,
    calls: simulation.calls.map(({ kind, state }) => (kind === "action" ? state : `${kind} ${state}`)),
    undone: simulation.undone,
    path: simulation.path,
    output: simulation.output,
  };

  return Object.entries(expected).flatMap(([name, wanted]) => {
    const got = seen[name as keyof Expected];
    return canonicalJson(got) === canonicalJson(wanted as Json) ? [] : [`${name}: expected ${textOf(wanted as Json)}, got ${textOf(got)}`];
  });
}

function textOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;

  return typeof value === "string" ? value : JSON.stringify(value);
}
