export { type CompileScope, compileSaga, kindOf } from "./compile/compile-saga.ts";
export type { CompiledSaga, CompiledState, CompiledTask, MachineConfig } from "./compile/compiled.ts";
export { machineConfig, stateMove } from "./compile/machine.ts";
export { readsAnswer, readsName, sensitivePointers } from "./compile/reads.ts";
export { expressions } from "./expression/render.ts";
export type * from "./model/saga-model.ts";
export type * from "./model/service-model.ts";
export { type ValueProblem, valueProblems } from "./schema/value.ts";
