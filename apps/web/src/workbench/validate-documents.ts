import {
  type Capabilities,
  type ChildSummary,
  childFromCompiled,
  highestFitting,
  readSources,
  type ServiceModel,
  serviceModel,
  validationView,
} from "@skald/dsl";
import { sha256Hex } from "@skald/shared";
import type { StoredDocument, Validated, ValidateTask, WantedDocument } from "./messages.ts";

/** Validates a text with the engine's own code, and says which stored documents it would also look at. */
export function validateDocuments({ text, stored, capabilities }: Omit<ValidateTask, "kind">): Validated {
  const wanted = new Map<string, WantedDocument>();
  const finderOf =
    <Found>(kind: StoredDocument["kind"], read: (document: StoredDocument) => Found | null) =>
    (namespace: string, name: string, range: string | null): Found | null => {
      const known = stored.filter((document) => document.kind === kind && document.namespace === namespace && document.name === name);
      if (known.length === 0) wanted.set(`${kind} ${namespace}/${name}`, { kind, namespace, name });
      const version = highestFitting(
        known.map((document) => document.version),
        range,
      );
      const found = known.find((document) => document.version === version);
      return found === undefined ? null : read(found);
    };

  const view = validationView(text, {
    find: finderOf("service", readService),
    findSaga: finderOf("saga", readChild),
    // The names are the engine's own: what this console does not know it does not ask for.
    ...(capabilities === null ? {} : { runnable: new Set(capabilities) as unknown as Capabilities }),
    sha256: sha256Hex,
  });
  return { view, wanted: [...wanted.values()] };
}

function readService({ source }: StoredDocument): ServiceModel | null {
  const value = readSources(source, { many: false }).sources[0]?.value;

  return value === undefined ? null : serviceModel(value);
}

function readChild({ compiled }: StoredDocument): ChildSummary | null {
  return compiled === null ? null : childFromCompiled(compiled);
}
