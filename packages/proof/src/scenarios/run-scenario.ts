import { type CompiledSaga, closest } from "@skald/dsl";
import { canonicalJson, type Json } from "@skald/shared";
import { simulate } from "../simulate/simulate.ts";
import type { Simulation } from "../simulate/simulation.ts";
import { inputProblems } from "./input-problems.ts";
import { readOutcomes } from "./read-outcome.ts";
import type { Expected, Scenario } from "./read-test-file.ts";

/** A scenario that was played, and what is not as it must be; nothing means that it passed. */
export interface PlayedScenario {
  readonly scenario: Scenario;
  readonly simulation: Simulation;
  readonly problems: readonly string[];
}

/**
 * Plays a scenario, with the sagas the definition starts, and compares. What no saga may do counts against it too,
 * expected or not. Of a scenario that is wrong itself nothing else is told.
 */
export function runScenario(definition: CompiledSaga, scenario: Scenario, children: readonly CompiledSaga[] = []): PlayedScenario {
  const read = readOutcomes(definition, scenario.outcomes ?? {});
  const misfits = scenario.input === undefined ? [] : inputProblems(definition, scenario.input);
  const problems = [...misfits, ...read.problems, ...unknownStates(definition, scenario.expect)];
  const { script } = read;
  const simulation = simulate(definition, script, { children, ...(scenario.input === undefined ? {} : { input: scenario.input }) });
  if (problems.length > 0) return { scenario, simulation, problems };

  const findings = simulation.findings.map(({ message }) => message);
  return { scenario, simulation, problems: [...findings, ...differencesOf(scenario.expect, simulation)] };
}

/** What is expected of states that do not exist: a misspelt name would never come true. Those inside members have longer names. */
function unknownStates({ states }: CompiledSaga, { calls = [], undone = [], path = [] }: Expected): readonly string[] {
  const named = [...calls.map((call) => call.split(" ").at(-1) ?? ""), ...undone, ...path];
  const unknown = new Set(named.filter((name) => /^\w+$/.test(name) && !Object.hasOwn(states, name)));

  return [...unknown].map((name) => {
    const near = closest(name, Object.keys(states));
    return `Expected is something of "${name}", and there is no such state.${near === undefined ? "" : ` Did you mean "${near}"?`}`;
  });
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
