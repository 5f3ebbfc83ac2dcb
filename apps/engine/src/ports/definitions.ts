import type { CompiledSaga, ServiceLive, ServiceModel } from "@skald/dsl";

/** One stored version of a document. */
export interface StoredDefinition {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly kind: "saga" | "service";
  readonly hash: string;
  readonly title: string | null;
  readonly source: string;
  readonly canonical: string;
  readonly state: "active" | "deprecated" | "disabled";
  readonly createdAt: string;
  /** Of a saga. */
  readonly compiled: CompiledSaga | null;
  /** Of a service. */
  readonly service: ServiceModel | null;
}

export type SavedDefinition =
  | { readonly kind: "created"; readonly definition: StoredDefinition }
  | { readonly kind: "exists"; readonly definition: StoredDefinition }
  /** The same version stands there with another hash. */
  | { readonly kind: "conflict"; readonly definition: StoredDefinition };

/** A hand-set state of a breaker. */
export interface BreakerOverride {
  readonly state: "open" | "closed";
  readonly reason: string;
}

/** Live values set by hand for a service. They stand above its document's, whatever its version. */
export type LiveValues = Partial<ServiceLive>;

/** Documents as they were uploaded. Versions never change; a compiled saga is found by its hash for ever. */
export interface DefinitionStore {
  save(definition: Omit<StoredDefinition, "createdAt" | "state">): Promise<SavedDefinition>;
  /** Newest first by semver. */
  versions(namespace: string, name: string, kind: "saga" | "service"): Promise<readonly StoredDefinition[]>;
  /** Highest active version without pre-release, or the exact one. */
  find(kind: "saga" | "service", namespace: string, name: string, version: string | null): Promise<StoredDefinition | null>;
  byHash(hash: string): Promise<CompiledSaga | null>;
  /** The newest version of every document. */
  list(kind: "saga" | "service" | null): Promise<readonly StoredDefinition[]>;
  setState(namespace: string, name: string, version: string, state: StoredDefinition["state"]): Promise<boolean>;
  breakerOverrides(): Promise<Readonly<Record<string, BreakerOverride>>>;
  setBreakerOverride(service: string, override: BreakerOverride | null): Promise<void>;
  /** Of the services that have any. */
  liveValues(): Promise<Readonly<Record<string, LiveValues>>>;
  /** Replaces all that were set before; none gives the word back to the document. */
  setLiveValues(service: string, values: LiveValues): Promise<void>;
}
