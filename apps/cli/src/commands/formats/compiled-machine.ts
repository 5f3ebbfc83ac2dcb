import { compileSaga, graphOf, type MachineConfig, type ServiceModel, type ValidatedDocument } from "@skald/dsl";
import { sha256Hex } from "@skald/shared";

/** The machine an engine would run for a saga; null when the saga has a mistake or calls what is not known. */
export function compiledMachine({ model, resolved }: Extract<ValidatedDocument, { readonly kind: "saga" }>): MachineConfig | null {
  if (model === null) return null;
  const services = new Map([...resolved].filter((entry): entry is [string, ServiceModel] => entry[1] !== null));

  return compileSaga(model, { services, graph: graphOf(model, services), sha256: sha256Hex }).machine;
}
