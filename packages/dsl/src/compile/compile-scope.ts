import type { GraphView } from "@skald/shared";
import type { CatchModel, SagaModel } from "../model/saga-model.ts";
import type { ServiceModel } from "../model/service-model.ts";
import type { CompiledSaga } from "./compiled.ts";

/** What a compiler needs beside the checked model. */
export interface CompileScope {
  /** By the alias used in `call: alias.operation`. */
  readonly services: ReadonlyMap<string, ServiceModel>;
  /** Definitions of child sagas by the reference of their state, as `childReference` writes it. */
  readonly children?: ReadonlyMap<string, CompiledSaga>;
  readonly graph: GraphView;
  /** SHA-256 in hex of a text: the platform's where there is one. */
  readonly sha256: (text: string) => string;
}

/** Where states are compiled: the saga, a branch of it, or a body. */
export interface StatesScope {
  readonly model: SagaModel;
  readonly scope: CompileScope;
  /** Path of the branch the states stand in; empty at the top. */
  readonly scopePath: string;
  /** Whether a state of this name is entered only after a pivot. */
  readonly afterPivot: (name: string) => boolean;
}

/** Where one state is compiled: its path, and what its references become. */
export interface StateScope extends StatesScope {
  readonly path: string;
  readonly to: (name: string) => string;
}

/** The catches of a state with paths instead of names. */
export function catchesTo(catches: readonly CatchModel[], to: (name: string) => string): readonly CatchModel[] {
  return catches.map((one) => ({ ...one, next: to(one.next) }));
}
