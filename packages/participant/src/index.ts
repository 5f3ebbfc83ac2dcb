export { type Answer, isDone } from "./answer.ts";
export { type Effect, withBarrier } from "./barrier.ts";
export { CALL_KINDS, type Call, type CallHeaders, type CallKind, callFromHeaders, type StepCall } from "./call.ts";
export { BARRIER_SQL, createBarrierTables } from "./recipe.ts";
export { inTransaction } from "./transaction.ts";
