import type { CompiledFamily } from "@skald/dsl";
import { simulate as play, readOutcomes, type Script, type Simulation, testDefinition } from "@skald/proof";
import { type CoverageView, type Json, ProblemError, type SimulateRequest, type SimulateView, type SimulationView } from "@skald/shared";
import { requireFitting } from "../sagas/start-one.ts";

// What an engine plays for a caller is bounded, whatever the document. `skald simulate` and
// `skald test` go further.

/** Events of the made-up world. A saga of 500 steps, each tried once and undone once, has as many. */
const TURNS_MAX = 1000;
/** Configurations that failure paths are looked for in: a third of a second, measured with 200 steps. */
const CONFIGURATIONS_MAX = 500;

/**
 * Plays a saga as a request says.
 *
 * @throws ProblemError OUTCOMES_INVALID or INPUT_INVALID.
 */
export function simulateFamily({ definition, children }: CompiledFamily, request: SimulateRequest): SimulateView {
  const script = scriptOf({ definition, children }, request);
  if (request.input !== undefined) requireFitting(definition, request.input as Json);

  const simulation = play(definition, script, {
    children,
    turns: TURNS_MAX,
    ...(request.input === undefined ? {} : { input: request.input as Json }),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
  });
  return {
    definition: `${definition.namespace}/${definition.name}`,
    version: definition.version,
    hash: definition.hash,
    simulation: viewOf(simulation),
    coverage: request.everyPath === true ? coverageOf({ definition, children }) : null,
  };
}

function scriptOf({ definition }: CompiledFamily, { outcomes = {}, commands = [] }: SimulateRequest): Script {
  const { script, problems } = readOutcomes(definition, outcomes as Readonly<Record<string, Json>>);
  if (problems.length > 0)
    throw new ProblemError("OUTCOMES_INVALID", problems[0] ?? "", {
      errors: problems.map((message) => ({ code: "OUTCOMES_INVALID", message })),
    });

  return { ...script, commands };
}

function viewOf({ calls, path, undone, story, entries, ledger, findings, ...simulation }: Simulation): SimulationView {
  return {
    ...simulation,
    path: [...path],
    undone: [...undone],
    story: [...story],
    calls: calls.map(({ request, ...call }) => ({ ...call, request: request === null ? null : requestView(request) })),
    journal: entries.map(({ at, type, data }, index) => ({ seq: index + 1, at, type, data })),
    effects: [...ledger],
    findings: findings.map(({ code, state, message }) => ({ code, state, message })),
  };
}

function requestView({ method, target, body }: { readonly method: string; readonly target: string; readonly body: string | null }) {
  return { method, target, body };
}

function coverageOf({ definition, children }: CompiledFamily): CoverageView {
  const { cases, passed, coverage, paths } = testDefinition(definition, { explore: { limit: CONFIGURATIONS_MAX, children } });
  const { covered, total, missing } = coverage.all;

  return {
    passed,
    covered,
    total,
    missing: [...missing],
    complete: paths.complete,
    paths: { run: paths.run, total: String(paths.total) },
    cases: cases.map(({ name, end, problems, story, path, undone }) => ({
      name,
      end,
      problems: [...problems],
      story: [...story],
      path: [...path],
      undone: [...undone],
    })),
  };
}
