import { compileSaga } from "./compile/compile-saga.ts";
import type { CompiledSaga } from "./compile/compiled.ts";
import { graphOf } from "./graph/graph-of.ts";
import type { ChildSummary } from "./model/children/child-summary.ts";
import type { ServiceModel } from "./model/service-model.ts";
import type { ValidatedDocument } from "./validate-text.ts";

type SagaDocument = Extract<ValidatedDocument, { readonly kind: "saga" }>;

/** A saga, compiled, and every saga it starts, directly or through others. */
export interface CompiledFamily {
  readonly definition: CompiledSaga;
  readonly children: readonly CompiledSaga[];
}

/**
 * Compiles a validated saga with the sagas it starts, as they are found among `documents`. Null when one of them has an
 * error or is not there: then the documents say why.
 */
export function compileFamily(
  saga: SagaDocument,
  { documents, sha256 }: { readonly documents: readonly ValidatedDocument[]; readonly sha256: (text: string) => string },
): CompiledFamily | null {
  const { model, resolved, children } = saga;
  if (model === null) return null;

  const families = new Map<string, CompiledFamily>();
  for (const [reference, child] of children) {
    // A circle would never end; validation tells it.
    if (child === null || child.recursion !== null) return null;
    const document = documents.find((each): each is SagaDocument => each.kind === "saga" && isCalled(each, child.summary));
    const family = document === undefined ? null : compileFamily(document, { documents, sha256 });
    if (family === null) return null;
    families.set(reference, family);
  }
  const services = new Map([...resolved].filter((entry): entry is [string, ServiceModel] => entry[1] !== null));
  const definitions = new Map([...families].map(([reference, family]) => [reference, family.definition]));
  const graph = graphOf(model, services, children);

  return {
    definition: compileSaga(model, { services, children: definitions, graph, sha256 }),
    children: distinct([...families.values()].flatMap((family) => [family.definition, ...family.children])),
  };
}

function isCalled({ model }: SagaDocument, { namespace, name, version }: ChildSummary): boolean {
  return model !== null && model.namespace === namespace && model.name === name && model.version === version;
}

function distinct(sagas: readonly CompiledSaga[]): readonly CompiledSaga[] {
  return [...new Map(sagas.map((saga) => [saga.hash, saga])).values()];
}
