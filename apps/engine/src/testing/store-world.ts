import type { CompiledSaga } from "@skald/dsl";
import type { SagaStore } from "../ports/saga-store.ts";
import type { SagaAuthor } from "./saga-author.ts";
import { ANSWERED } from "./scripted-gateway.ts";

/** A store to be tried, empty at first. */
export interface StoreWorld {
  readonly store: SagaStore;
  define(definition: CompiledSaga): Promise<void>;
  /** A store of a new incarnation on the same rows; the one before is taken over. */
  takeOver(): Promise<SagaStore>;
  /** Moves the clock by which timers and deadlines are due. */
  passTime(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** The answer to the first call of the order. */
export const FIRST_CALL = { kind: "result", callId: "reserve#1/action", attempt: 1, observation: ANSWERED } as const;

/** A world with its first store, and authors of sagas for it. */
interface Archive {
  readonly world: StoreWorld;
  readonly store: SagaStore;
  author(input?: { readonly item: string }): SagaAuthor;
}

/** Opens a new archive that knows a definition: the order, unless told. */
export type OpenArchive = (definition?: CompiledSaga) => Promise<Archive>;
