import type { DocumentReference } from "../builders/build-reference.ts";
import type { SagaModel } from "../saga-model.ts";
import { placedStates } from "../states/placed-states.ts";
import { type ChildSummary, type FindSaga, referenceText } from "./child-summary.ts";

/** A child that was found, with all that lies behind it. */
export interface ResolvedChild {
  readonly summary: ChildSummary;
  /** Whether it, or a child of it however deep, can pass a pivot. */
  readonly canPassPivot: boolean;
  /** The way on which the saga comes back to itself, as `namespace/name`; null when it does not. */
  readonly recursion: readonly string[] | null;
}

/** Children by the text of their reference. Null: the child is named, but nothing was found. */
export type ResolvedChildren = ReadonlyMap<string, ResolvedChild | null>;

/** Resolves every child a saga starts, and looks through all that lies behind them. */
export function resolveChildren(saga: SagaModel, find: FindSaga): ResolvedChildren {
  const references = placedStates(saga).flatMap(({ state }) => (state.type === "saga" && state.saga.name !== "" ? [state.saga] : []));
  const byText = new Map(references.map((reference) => [referenceText(reference), reference]));

  return new Map([...byText].map(([text, reference]) => [text, resolveChild(reference, { saga, find })]));
}

interface Resolving {
  readonly saga: SagaModel;
  readonly find: FindSaga;
}

function resolveChild(reference: DocumentReference, { saga, find }: Resolving): ResolvedChild | null {
  const summary = findBy(reference, find);
  if (summary === null) return null;

  const own = nameOf(saga);
  const open: { readonly summary: ChildSummary; readonly way: readonly string[] }[] = [{ summary, way: [nameOf(summary)] }];
  const seen = new Set<string>();
  let recursion: readonly string[] | null = null;
  let canPassPivot = false;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const name = nameOf(next.summary);
    if (name === own) recursion ??= next.way;
    const version = `${name}@${next.summary.version}`;
    if (seen.has(version)) continue;
    seen.add(version);
    canPassPivot ||= next.summary.canPassPivot;
    for (const child of next.summary.children) {
      const found = findBy(child, find);
      if (found !== null) open.push({ summary: found, way: [...next.way, nameOf(found)] });
    }
  }
  return { summary, canPassPivot, recursion };
}

function findBy({ namespace, name, range }: DocumentReference, find: FindSaga): ChildSummary | null {
  return find(namespace, name, range);
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
