import type { Json, JsonObject } from "@skald/shared";
import type { Path } from "../../diagnostics/places.ts";
import { mustGet } from "../../model/must-get.ts";
import { validDocumentName, validName } from "../names.ts";

// The catalogues of the services a source calls. A source says nothing of undos (but for those that are lifted), and
// not what a call does when its answer is lost. So an operation is `readOnly` where its method says so, and
// `retriable` otherwise: on this engine such a step behaves as it did where it came from (a failure is a failure,
// nothing is undone), and STEP_WITHOUT_UNDO warns at each of them until its author has decided. `compensatable`
// without `compensate` would refuse the upload; `irreversible: true` would be a claim nobody made.

/** Where a service is. */
export interface ServiceHead {
  readonly name: string;
  readonly baseUrl: string;
  /** Per attempt. */
  readonly timeout: string;
}

/** An operation as the source gives it. */
interface Operation {
  readonly name: string;
  /** Where the source first calls it. */
  readonly at: Path;
  readonly kind: "retriable" | "readOnly";
  readonly call: JsonObject;
}

/** One answer and its meaning. */
interface ErrorRule {
  readonly when: string;
  readonly type: string;
  readonly retry?: true;
}

/** Names an operation in the catalogue. */
export interface OperationKey {
  readonly service: string;
  readonly operation: string;
}

/** Collects services and operations while states are read. The same thing may come again. */
export interface Catalogue {
  operation(head: ServiceHead, operation: Operation): OperationKey;
  addError(key: OperationKey, rule: ErrorRule): void;
  /** What was given for an operation. */
  find(key: OperationKey): FoundOperation;
  /** Declares the undo of an operation; null: the steps that call it have it. */
  setUndo(key: OperationKey, compensate: JsonObject | null): void;
  /** Keeps only the operations that are called, each as `service.operation`. */
  prune(called: ReadonlySet<string>): void;
  /** Operations with an effect and without an undo. */
  withoutUndo(): readonly { readonly name: string; readonly at: Path }[];
  documents(): readonly JsonObject[];
}

/** An operation with the service it belongs to. */
interface FoundOperation {
  readonly head: ServiceHead;
  readonly call: JsonObject;
}

interface KnownOperation extends Operation {
  readonly errors: Map<string, ErrorRule>;
}

interface KnownService {
  readonly head: ServiceHead;
  readonly operations: Map<string, KnownOperation>;
}

/** A catalogue without services. */
export function createCatalogue(): Catalogue {
  const services = new Map<string, KnownService>();
  // Null: the steps that call the operation have its undo.
  const undos = new Map<string, JsonObject | null>();

  return {
    operation: (head, given) => {
      const service = validDocumentName(head.name);
      const entry = services.get(service) ?? { head: { ...head, name: service }, operations: new Map() };
      services.set(service, entry);
      const name = freeName(entry.operations, given);
      if (!entry.operations.has(name)) entry.operations.set(name, { ...given, name, errors: new Map() });
      return { service, operation: name };
    },
    addError: (key, rule) => {
      const { errors } = mustGet(mustGet(services, key.service).operations, key.operation);
      if (!errors.has(rule.type) || rule.retry) errors.set(rule.type, rule);
    },
    find: ({ service, operation }) => {
      const { head, operations } = mustGet(services, service);
      return { head, call: mustGet(operations, operation).call };
    },
    setUndo: (key, compensate) => void undos.set(`${key.service}.${key.operation}`, compensate),
    prune: (called) => {
      for (const [service, { operations }] of services) {
        for (const name of operations.keys()) if (!called.has(`${service}.${name}`)) operations.delete(name);
        if (operations.size === 0) services.delete(service);
      }
    },
    withoutUndo: () =>
      [...services].flatMap(([service, { operations }]) =>
        [...operations.values()]
          .map(({ kind, name, at }) => ({ kind, name: `${service}.${name}`, at }))
          .filter(({ kind, name }) => kind === "retriable" && !undos.has(name)),
      ),
    documents: () => [...services.values()].map((service) => documentOf(service, undos)),
  };
}

// Two calls that differ are two operations, though the source may call both the same.
function freeName(operations: ReadonlyMap<string, KnownOperation>, { name, call }: Operation): string {
  const meant = validName(name);
  const text = JSON.stringify(call);
  let found = meant;
  for (let number = 2; operations.has(found) && JSON.stringify(operations.get(found)?.call) !== text; number += 1)
    found = `${meant.slice(0, 60)}${number}`;

  return found;
}

function documentOf({ head, operations }: KnownService, undos: ReadonlyMap<string, JsonObject | null>): JsonObject {
  return {
    document: { dsl: "1.0", kind: "service", name: head.name, version: "1.0.0" },
    baseUrl: head.baseUrl,
    timeout: head.timeout,
    // The source repeats nothing that it does not say it repeats.
    retry: { attempts: 1 },
    operations: Object.fromEntries(
      [...operations.values()].map((operation) => [
        operation.name,
        operationOf(operation, undos.get(`${head.name}.${operation.name}`) ?? null),
      ]),
    ),
  };
}

function operationOf({ kind, call, errors }: KnownOperation, compensate: JsonObject | null): JsonObject {
  return {
    kind: compensate === null ? kind : "compensatable",
    call,
    ...(errors.size === 0 ? {} : { errors: inOrder([...errors.values()]) }),
    ...(compensate === null ? {} : { compensate }),
  };
}

/** What matches every error comes after what matches one. */
export const ANY_FAILURE = "TaskFailed";

function inOrder(rules: readonly ErrorRule[]): readonly Json[] {
  return [...rules.filter(({ type }) => type !== ANY_FAILURE), ...rules.filter(({ type }) => type === ANY_FAILURE)].map((rule) => ({
    ...rule,
  }));
}
