import type { CompiledSaga } from "@skald/dsl";
import type { DefinitionList, DefinitionView, HealthDetailed } from "@skald/shared";
import { askEngine, EngineProblem } from "#lib/api.ts";
import type { SagaFamily, StoredDocument, WantedDocument } from "#workbench/messages.ts";

/** What of the language the engine runs; null from an engine that does not say. */
export async function loadCapabilities(signal: AbortSignal): Promise<readonly string[] | null> {
  const health = await askEngine<Partial<HealthDetailed>>("/health/detailed", { signal });

  return health.capabilities ?? null;
}

/** Every active version of the documents that are wanted; those that do not exist are left out. */
export async function loadStored(wanted: readonly WantedDocument[], signal: AbortSignal): Promise<readonly StoredDocument[]> {
  const found = await Promise.all(wanted.map((document) => loadVersions(document, signal)));

  return found.flat();
}

async function loadVersions({ kind, namespace, name }: WantedDocument, signal: AbortSignal): Promise<readonly StoredDocument[]> {
  const versions = await orNone(askEngine<DefinitionList>(`${pathOf(namespace, name)}/versions?kind=${kind}`, { signal }));
  const active = (versions?.items ?? []).filter(({ state }) => state === "active");

  return Promise.all(
    active.map(async ({ version }) => {
      const { source, compiled } = await loadVersion({ kind, namespace, name }, version, signal);
      return { kind, namespace, name, version, source, compiled: compiled as CompiledSaga | null };
    }),
  );
}

function loadVersion({ kind, namespace, name }: WantedDocument, version: string, signal: AbortSignal): Promise<DefinitionView> {
  return askEngine<DefinitionView>(`${pathOf(namespace, name)}/versions/${encodeURIComponent(version)}?kind=${kind}`, { signal });
}

/** Sagas one saga may bring along, whatever starts what. */
const FAMILY_MAX = 32;

/** A saga with the sagas it starts, each in the version it was compiled with. */
export async function loadFamily(definition: CompiledSaga, signal: AbortSignal): Promise<SagaFamily> {
  const found = new Map<string, CompiledSaga>();
  const open = childrenOf(definition);
  for (let child = open.pop(); child !== undefined && found.size < FAMILY_MAX; child = open.pop()) {
    const { hash, saga } = child;
    if (found.has(hash)) continue;
    const compiled = await loadByHash({ kind: "saga", namespace: saga.namespace, name: saga.name }, hash, signal);
    if (compiled === null) continue;
    found.set(hash, compiled);
    open.push(...childrenOf(compiled));
  }

  return { definition, children: [...found.values()] };
}

async function loadByHash(document: WantedDocument, hash: string, signal: AbortSignal): Promise<CompiledSaga | null> {
  const versions = await orNone(askEngine<DefinitionList>(`${pathOf(document.namespace, document.name)}/versions?kind=saga`, { signal }));
  const version = versions?.items.find((one) => one.hash === hash)?.version;

  return version === undefined ? null : ((await loadVersion(document, version, signal)).compiled as CompiledSaga);
}

type Child = Extract<CompiledSaga["states"][string], { readonly type: "saga" }>;

function childrenOf({ states }: CompiledSaga): Child[] {
  return Object.values(states).flatMap((state) => {
    if (state.type === "forEach") return childrenOf(state.body);
    return state.type === "saga" ? [state] : [];
  });
}

/** What the engine does not have is no failure here: the finding says so. */
async function orNone<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof EngineProblem && error.status === 404) return null;
    throw error;
  }
}

function pathOf(namespace: string, name: string): string {
  return `/api/v1/definitions/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}
