export * from "./api-error.ts";
export type { CommandOptions, Revision } from "./commands.ts";
export { type Client, createClient } from "./create-client.ts";
export type { DocumentType, UploadOptions } from "./definitions.ts";
export type { Page, SagaListFilter, Started, StartOptions } from "./sagas.ts";
export type { ClientSettings } from "./transport.ts";
