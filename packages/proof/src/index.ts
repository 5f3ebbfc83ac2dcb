export { type Exploration, type ExploreOptions, explore, type Visitor } from "./explore/explore.ts";
export { proveDefinition } from "./explore/prove-definition.ts";
export type { Script, ScriptedCalls, ScriptedChoice, ScriptedCommand } from "./simulate/script.ts";
export { type SimulateOptions, simulate } from "./simulate/simulate.ts";
export type { SimulatedCall, Simulation } from "./simulate/simulation.ts";
