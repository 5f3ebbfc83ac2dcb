import { readFileSync } from "node:fs";
import {
  type CompiledSaga,
  compileSaga,
  graphOf,
  readSources,
  resolveServices,
  type ServiceModel,
  sagaModel,
  serviceModel,
} from "@skald/dsl";
import { sha256Hex } from "@skald/shared";

/** The text of one of the definitions beside this file, with its catalogues. */
export function definitionText(name: string): string {
  return readFileSync(new URL(`definitions/${name}.yaml`, import.meta.url), "utf8");
}

/** A change to a text: the first must be there, and all of it is replaced. */
export type Change = readonly [from: string | RegExp, to: string];

/** The text with every change made. @throws Error when one changes nothing: the fixture has moved on. */
function changed(text: string, changes: readonly Change[]): string {
  return changes.reduce((before, [from, to]) => {
    const after = before.replaceAll(typeof from === "string" ? from : new RegExp(from, "g"), to);
    if (after === before) throw new Error(`"${from}" is not in the text.`);
    return after;
  }, text);
}

/** Compiles the one saga of a text whatever validation would say of it: the proof has to find faults by itself. */
function compileText(text: string): CompiledSaga {
  const { sources, diagnostics } = readSources(text, { many: true });
  if (diagnostics.length > 0) throw new Error(diagnostics.map((one) => one.message).join("\n"));

  const documents = sources.map(({ value }) => value);
  const services = documents.filter((document) => kindOf(document) === "service").map(serviceModel);
  const model = sagaModel(documents.find((document) => kindOf(document) === "saga") ?? null);
  const find = (namespace: string, name: string): ServiceModel | null =>
    services.find((service) => service.namespace === namespace && service.name === name) ?? null;
  const found = new Map([...resolveServices(model, find)].filter((entry): entry is [string, ServiceModel] => entry[1] !== null));

  return compileSaga(model, { services: found, graph: graphOf(model, found), sha256: sha256Hex });
}

/** One of the definitions beside this file, changed and compiled. */
export function compileDefinition(name: string, ...changes: readonly Change[]): CompiledSaga {
  return compileText(changed(definitionText(name), changes));
}

function kindOf(document: unknown): string | undefined {
  return (document as { readonly document?: { readonly kind?: string } }).document?.kind;
}
