import type { JsonObject } from "@skald/shared";
import { mustGet } from "../../../model/must-get.ts";
import { DOCUMENT, type Environment, type FlowScope } from "../../flow/flow.ts";
import { follow } from "../../flow/follow.ts";
import { type ExpressedUndo, expressUndo } from "../../lift/express-undo.ts";
import { placeUndo } from "../../lift/place-undo.ts";
import { tight } from "../../term/term.ts";
import { CONTEXT, contextAtStart } from "../data/context.ts";
import { argumentsOf } from "../data/data-flow.ts";
import { type AslState, type Machine, objectsOf } from "../machine.ts";
import { stateOf } from "../scope.ts";
import { UNDO_FIRST } from "../states/catches.ts";
import { retriersOf, retryOf } from "../states/retry.ts";
import type { Target } from "../tasks/call-target.ts";
import { resourceOf } from "../tasks/resource.ts";
import { targetOf } from "../tasks/target.ts";
import type { Lifted } from "../tasks/task.ts";
import { type Chain, type Chains, findChains } from "./find-chains.ts";
import type { AppliedLift } from "./lifted.ts";

// A chain of catchers that undoes in reverse is what `compensate` is for. It is lifted when it is certain: every
// undo takes back one step by its name, is reached through failures alone, every chain undoes all that was done
// before its step and nothing else, and the undo can say what it needs in the words an undo has. Otherwise the chain
// stays a chain of states, and the report says why.

interface Lifting {
  readonly machine: Machine;
  readonly scope: FlowScope;
  readonly start: Environment;
}

/** Lifts the chains of a machine; null when there are none, or none that are certain. */
export function liftUndos({ machine, scope, start }: Lifting): AppliedLift | null {
  const chains = findChains(machine);
  if (chains === null) return null;
  const plan = chains.doubt ?? planOf(chains, { machine, scope, start });
  if (typeof plan !== "string") return applied(machine, chains, plan);
  const [{ step, undos, end }] = chains.chains;
  machine.session.tell({
    at: [...machine.at, "States", step, "Catch"],
    kind: "kept",
    what: `The chain ${[...undos, end].map((name) => `"${name}"`).join(" → ")} looks like undos in reverse, but ${plan}; it stays a chain of states.`,
    remedy: "Move the undos to compensate of the operations they take back, and let the catcher lead to the end of the chain.",
  });

  return null;
}

interface PlannedUndo {
  readonly undo: AslState;
  readonly step: AslState;
  readonly stepTarget: OperationTarget;
  readonly undoTarget: OperationTarget;
  readonly expressed: ExpressedUndo;
}

type OperationTarget = Extract<Target, { kind: "operation" }>;

// The undo is looked at on the longest way to it: there its step has run.
function planOf({ chains, stepOf }: Chains, { machine, scope, start }: Lifting): readonly PlannedUndo[] | string {
  const followed = machine.session.quietly(() => follow(scope, start, machine.session));
  const planned = new Map<string, PlannedUndo>();
  for (const chain of chains.toSorted((left, right) => right.undos.length - left.undos.length)) {
    const { node, entry } = mustGet(followed, chain.step);
    let environment = machine.session.quietly(() => node.build(entry).leave(`catch ${chain.catcher}`));
    for (const id of chain.undos) {
      const step = mustGet(stepOf, id);
      if (!planned.has(id)) {
        const plan = planUndo(machine, { undo: id, step }, { environment, stepEntry: mustGet(followed, step).entry });
        if (typeof plan === "string") return plan;
        planned.set(id, plan);
      }
      environment = machine.session.quietly(() => mustGet(scope.nodes, id).build(environment).leave("next"));
    }
  }
  return [...planned.values()];
}

interface Environments {
  readonly environment: Environment;
  readonly stepEntry: Environment;
}

function planUndo(
  machine: Machine,
  ids: { readonly undo: string; readonly step: string },
  { environment, stepEntry }: Environments,
): PlannedUndo | string {
  const [undo, step] = [taskOf(machine, ids.undo), taskOf(machine, ids.step)];
  const undoTarget = machine.session.quietly(() => targetOf(undo, resourceOf(undo), argumentsOf(undo, environment)));
  const stepTarget = machine.session.quietly(() => targetOf(step, resourceOf(step), argumentsOf(step, stepEntry)));
  if (stepTarget.kind !== "operation" || undoTarget.kind !== "operation" || undoTarget.waitsForCallback)
    return `"${ids.undo}" or "${ids.step}" is no plain call of a service`;
  const membersRead = machine.session.merging(undo.at, "").membersRead;
  const expressed = expressUndo({ step: step.name, stepGiven: stepTarget.given, undoGiven: undoTarget.given, membersRead });

  return expressed === null
    ? `"${ids.undo}" reads what "${ids.step}" was neither given nor answered`
    : { undo, step, stepTarget, undoTarget, expressed };
}

function taskOf(machine: Machine, id: string): AslState {
  return stateOf(machine, id, mustGet(machine.states, id));
}

function applied(machine: Machine, { chains, stepOf }: Chains, plan: readonly PlannedUndo[]): AppliedLift {
  const undos = new Map(plan.map((each): [string, Lifted] => [each.step.id, { inline: settle(machine, each) }]));
  for (const each of plan) tellLifted(machine, each, mustGet(undos, each.step.id).inline === null);
  for (const chain of chains) tellChain(machine, chain, stepOf);

  return {
    undoOf: (id) => undos.get(id),
    rewired: (id, state) =>
      chains.filter(({ step }) => step === id).reduce((json, chain) => rewire(json, chain, mustGet(machine.states, chain.end)), state),
  };
}

// A saga that fails undoes by itself; before anything else it must be told to.
function rewire(state: JsonObject, { catcher, end }: Chain, ending: JsonObject): JsonObject {
  const undoFirst = ending["Type"] === "Fail" ? {} : { [UNDO_FIRST]: true };
  const catchers = objectsOf(state["Catch"]).map((each, index) => (index === catcher ? { ...each, Next: end, ...undoFirst } : each));

  return { ...state, Catch: catchers };
}

/** Puts an undo where it belongs: null when the catalogue has it, otherwise what stands at the step. */
function settle(machine: Machine, { step, stepTarget, undoTarget, undo, expressed }: PlannedUndo): JsonObject | null {
  const { catalogue } = machine.session;
  const isOnlyCaller = callersOf(machine, stepTarget) === 1;
  const inline = placeUndo({
    catalogue,
    step: stepTarget.key,
    undo: undoTarget.key,
    expressed,
    retry: retryOf(undo, retriersOf(undo)),
    isOnlyCaller,
  });
  if (inline !== null)
    machine.session.tell({
      at: step.at,
      kind: "kept",
      what: `The undo of "${step.id}" stands at the step, not in the catalogue.`,
      remedy: "Move it to the operation when every caller has the same undo.",
    });

  return inline;
}

const ANYTHING: Environment = new Map([
  [DOCUMENT, tight("input")],
  [CONTEXT, contextAtStart()],
]);

function callersOf({ session, tasks }: Machine, target: OperationTarget): number {
  const meant = JSON.stringify(target.key);
  const callers = [...tasks.values()].filter((task) => {
    const called = session.quietly(() => targetOf(task, resourceOf(task), argumentsOf(task, ANYTHING)));
    return called.kind === "operation" && JSON.stringify(called.key) === meant;
  });

  return callers.length;
}

function tellLifted(machine: Machine, { undo, step, stepTarget, expressed }: PlannedUndo, isInCatalogue: boolean): void {
  const where = isInCatalogue
    ? `compensate of "${stepTarget.key.service}.${stepTarget.key.operation}"`
    : `compensate of the step "${step.name}"`;
  const left =
    expressed.leftOut.length === 0
      ? ""
      : ` It no longer gets ${expressed.leftOut.map((name) => `"${name}"`).join(", ")}, which other steps made.`;
  const asks = expressed.readsOutput ? ` It reads what "${step.name}" answered, which is missing after a time-out.` : "";
  machine.session.tell({
    at: undo.at,
    kind: "changed",
    what: `"${undo.id}" became ${where}: it runs by itself, in reverse order, when the saga turns back.${asks}${left}`,
    remedy: expressed.readsOutput
      ? "Give the operation verify with an output, or let the undo read params only."
      : "Let it accept that there is nothing to undo.",
  });
  if (objectsOf(undo.json["Catch"]).length > 0)
    machine.session.tell({
      at: [...undo.at, "Catch"],
      kind: "changed",
      what: `A failure of "${undo.id}" is an incident that waits for a person; its catchers fall away.`,
      remedy: "Choose otherwise under compensation.onFailure.",
    });
}

function tellChain(machine: Machine, { step, catcher, undos, end }: Chain, stepOf: ReadonlyMap<string, string>): void {
  const own = undos.find((undo) => stepOf.get(undo) === step);
  const refused = own === undefined ? "" : ` "${own}" ran also when "${step}" was refused; a step that did not happen is not undone here.`;
  machine.session.tell({
    at: [...machine.at, "States", step, "Catch", catcher],
    kind: "changed",
    what: `The catcher of "${step}" leads straight to "${end}"; ${undos.map((name) => `"${name}"`).join(", ")} on the way became undos.${refused}`,
    remedy: "Look at the order of the undos in the plan of the saga.",
  });
}
