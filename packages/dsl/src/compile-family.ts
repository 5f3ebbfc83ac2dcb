import { compileSaga } from "./compile/compile-saga.ts";
import type { CompiledSaga } from "./compile/compiled.ts";
import { graphOf } from "./graph/graph-of.ts";
import type { ResolvedChild } from "./model/children/resolve-children.ts";
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
    const document = documents.find((each) => isFound(each, child));
    const family = document?.kind === "saga" ? compileFamily(document, { documents, sha256 }) : null;
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

// A circle would never end; validation tells it.
function isFound({ kind, model }: ValidatedDocument, child: ResolvedChild | null): boolean {
  if (kind !== "saga" || model === null || child === null || child.recursion !== null) return false;
  const { namespace, name, version } = child.summary;

  return model.namespace === namespace && model.name === name && model.version === version;
}

function distinct(sagas: readonly CompiledSaga[]): readonly CompiledSaga[] {
  return [...new Map(sagas.map((saga) => [saga.hash, saga])).values()];
}
