import type { DefinitionList, DefinitionView, UploadView, ValidateView } from "../api/definition.ts";
import type { DiffView } from "../api/diff.ts";
import type { SimulateRequest, SimulateView } from "../api/simulation.ts";
import { pathOf } from "./query.ts";
import type { Page } from "./sagas.ts";
import { jsonBody, type Transport } from "./transport.ts";

/** The forms a text of documents may have. JSON is YAML too. */
export type DocumentType = "application/yaml" | "application/json";

/** How documents are sent. */
export interface UploadOptions {
  /** Say what would happen, store nothing. */
  readonly dryRun?: boolean;
  readonly contentType?: DocumentType;
}

/** Definitions and catalogues of services. */
export interface DefinitionCalls {
  /** Stores the documents of a text, all or none. What is already stored with the same content stays as it is. */
  uploadDefinitions(text: string, options?: UploadOptions): Promise<UploadView>;
  /** What is wrong with a text, seen with what the engine has stored. */
  validate(text: string): Promise<ValidateView>;
  listDefinitions(page?: Page): Promise<DefinitionList>;
  /** One definition; without a version the newest. */
  getDefinition(namespace: string, name: string, version?: string): Promise<DefinitionView>;
  /** Plays a saga in a made-up world; nothing is called and nothing is stored. */
  simulate(request: SimulateRequest): Promise<SimulateView>;
  /** What differs between two stored versions. */
  diffVersions(namespace: string, name: string, versions: { readonly from: string; readonly to: string }): Promise<DiffView>;
}

/** The calls about definitions over a transport. */
export function definitionCalls(send: Transport): DefinitionCalls {
  return {
    uploadDefinitions: async (text, { dryRun, contentType: type = "application/yaml" } = {}) => {
      const query = { dryRun: dryRun === true ? true : undefined };
      return (await send<UploadView>({ method: "POST", path: pathOf("definitions"), query, body: { type, text } })).body;
    },
    validate: async (text) => {
      const body = { type: "application/yaml", text };
      return (await send<ValidateView>({ method: "POST", path: pathOf("definitions", "validate"), body })).body;
    },
    listDefinitions: async (page = {}) =>
      (await send<DefinitionList>({ method: "GET", path: pathOf("definitions"), query: { ...page } })).body,
    getDefinition: async (namespace, name, version) => {
      const rest = version === undefined ? [] : ["versions", version];
      return (await send<DefinitionView>({ method: "GET", path: pathOf("definitions", namespace, name, ...rest) })).body;
    },
    simulate: async (request) =>
      (await send<SimulateView>({ method: "POST", path: pathOf("definitions", "simulate"), body: jsonBody(request) })).body,
    diffVersions: async (namespace, name, { from, to }) =>
      (await send<DiffView>({ method: "GET", path: pathOf("definitions", namespace, name, "diff"), query: { from, to } })).body,
  };
}
