import type { ValidateView } from "@skald/shared";
import { askEngine } from "#lib/api.ts";
import { WorkbenchGone } from "#workbench/open-workbench.ts";
import { workbench } from "#workbench/workbench.ts";
import { loadCapabilities, loadStored } from "./stored-documents.ts";

/** References of references: a catalogue names nothing, a saga names sagas. */
const ROUNDS_MAX = 4;

/**
 * Validates documents with the code the engine runs, in a worker; by the engine itself where there is no worker. Both
 * say the same.
 */
export async function validateSource(source: string, signal: AbortSignal): Promise<ValidateView> {
  try {
    return await validateHere(source, signal);
  } catch (error) {
    if (error instanceof WorkbenchGone) return validateThere(source, signal);
    throw error;
  }
}

async function validateHere(text: string, signal: AbortSignal): Promise<ValidateView> {
  const capabilities = await loadCapabilities(signal);
  const known = new Set<string>();
  let stored: Awaited<ReturnType<typeof loadStored>> = [];
  for (let round = 1; ; round += 1) {
    const { view, wanted } = await workbench.ask({ kind: "validate", text, stored, capabilities }, signal);
    const fresh = wanted.filter(({ kind, namespace, name }) => !known.has(`${kind} ${namespace}/${name}`));
    if (fresh.length === 0 || round === ROUNDS_MAX) return view;

    for (const { kind, namespace, name } of fresh) known.add(`${kind} ${namespace}/${name}`);
    stored = [...stored, ...(await loadStored(fresh, signal))];
  }
}

function validateThere(source: string, signal: AbortSignal): Promise<ValidateView> {
  return askEngine<ValidateView>("/api/v1/definitions/validate", {
    method: "POST",
    text: { type: "application/yaml", content: source },
    signal,
  });
}
