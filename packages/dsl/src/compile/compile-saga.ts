import type { SagaModel } from "../model/saga-model.ts";
import type { CompileScope } from "./compile-scope.ts";
import { compileStates } from "./compile-states.ts";
import type { CompiledSaga } from "./compiled.ts";
import { pinSaga } from "./pin-saga.ts";
import { statesAfterPivot } from "./pivots.ts";

/**
 * Compiles a checked saga. Everything a running saga needs is resolved into the result; the hash covers it,
 * so a new catalogue version never changes the undo of a running saga (R19).
 */
export function compileSaga(model: SagaModel, scope: CompileScope): CompiledSaga {
  const afterPivot = statesAfterPivot(model, scope);
  const states = compileStates({ model, scope, scopePath: "", afterPivot: (name) => afterPivot.has(name) });

  return pinSaga({ model, scope, states, start: model.start, output: null });
}
