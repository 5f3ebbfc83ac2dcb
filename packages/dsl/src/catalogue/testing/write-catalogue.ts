import { type Catalogue, catalogueFromOpenApi, catalogueText, validateText } from "../../index.ts";

/** A catalogue that could be written. */
export type Written = Extract<Catalogue, { ok: true }>;

/** The catalogue of a description that has one. */
export function write(text: string, options = {}): Written {
  const catalogue = catalogueFromOpenApi(text, options);
  if (!catalogue.ok) throw new Error(JSON.stringify(catalogue.problems));

  return catalogue;
}

/** What validation says against a catalogue. */
export function errorsOf({ document, notes }: Written): readonly string[] {
  const { diagnostics } = validateText(catalogueText(document, notes));

  return diagnostics.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code} ${message}`);
}

/** A description with these paths and nothing else. */
export function described(paths: object, more: object = {}): string {
  return JSON.stringify({ openapi: "3.1.0", info: { title: "Things", version: "1" }, paths, ...more });
}

/** The operations of a written description. */
export function operationsOf(text: string): Readonly<Record<string, Record<string, unknown>>> {
  return write(text).document["operations"] as unknown as Record<string, Record<string, unknown>>;
}

/** A parameter of the path, and the answers of an operation that only goes well. */
export const ID = { name: "id", in: "path", required: true, schema: { type: "string" } };
export const OK = { 200: { description: "ok" } };

/** A body of JSON with a schema. */
export function takes(schema: object): object {
  return { content: { "application/json": { schema } } };
}

/** What one operation becomes. */
export function operationOf(
  operation: object,
  more: { readonly path?: string; readonly method?: string; readonly root?: object } = {},
): Record<string, unknown> {
  const { path = "/things", method = "post", root = {} } = more;

  return operationsOf(described({ [path]: { [method]: { operationId: "it", responses: OK, ...operation } } }, root))["it"] ?? {};
}

/** The notes about a description with these paths. */
export function notesOf(paths: object): readonly string[] {
  return write(described(paths)).notes.map(({ at, kind, what }) => `${kind} ${at} ${what}`);
}

/** What an operation of Swagger 2.0 becomes, or the note it leaves. */
export function swaggerOf(operation: object, root: object = {}): ReturnType<typeof write> {
  return write(
    JSON.stringify({
      swagger: "2.0",
      paths: { "/a": { get: { operationId: "a" } }, "/b": { post: { operationId: "b", ...operation } } },
      ...root,
    }),
  );
}
