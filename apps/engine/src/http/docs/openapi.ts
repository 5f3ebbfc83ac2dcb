import swagger from "@fastify/swagger";
import * as shared from "@skald/shared";
import type { FastifyInstance } from "fastify";

/** An OpenAPI 3.1 document, as far as this folder looks into it. */
export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** One method of one path. */
export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: unknown;
  }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses?: Readonly<
    Record<string, { readonly description?: string; readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> }>
  >;
}

const TAGS = [
  { name: "sagas", description: "Starting, finding and reading sagas." },
  { name: "commands", description: "What people tell sagas to do." },
  { name: "streams", description: "Server-sent events." },
  { name: "definitions", description: "Documents: sagas and services, their versions and what is wrong with them." },
  { name: "services", description: "The catalogue, live." },
  { name: "operations", description: "Audit, statistics and metrics." },
  { name: "health", description: "Whether work progresses." },
  { name: "documentation", description: "Schemas for editors." },
] as const;

const DESCRIPTION =
  "JSON over HTTP. Errors are RFC 9457 problem details with a stable `code`; each has a page at /docs/errors/<CODE>. " +
  "Lists are paged by opaque cursors. A start or command may be sent again with its Idempotency-Key. " +
  "Nobody logs in: the engine listens on loopback only, checks Host and Origin, and takes X-Skald-Actor at its word for the audit.";

/** Collects the schemas of the routes that are added after it. */
export function collectOpenApi(app: FastifyInstance, version: string): void {
  app.register(swagger, {
    openapi: { openapi: "3.1.0", info: { title: "Skald", version, description: DESCRIPTION }, tags: [...TAGS] },
  });
}

/** The document of a server that is ready. */
export function openApiOf(app: FastifyInstance): OpenApi {
  return withComponents(app.swagger() as unknown as OpenApi);
}

/** Every schema of the contracts, by its text: what is equal to one of them is a reference to it. */
function namedSchemas(): ReadonlyMap<string, string> {
  const schemas = Object.entries(shared).filter(([name, value]) => isSchema(value) && !name.endsWith("Extension"));

  return new Map(schemas.map(([name, schema]) => [textOf(asSwaggerWrites(schema)), name]));
}

function isSchema(value: unknown): boolean {
  return typeof value === "object" && value !== null && "properties" in value && (value as { readonly type?: unknown }).type === "object";
}

/** The plugin turns maps by pattern into maps of additional properties. */
function asSwaggerWrites(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(asSwaggerWrites);

  const { patternProperties, ...rest } = value as Readonly<Record<string, unknown>>;
  const written = Object.fromEntries(Object.entries(rest).map(([key, child]) => [key, asSwaggerWrites(child)]));
  if (typeof patternProperties !== "object" || patternProperties === null) return written;
  return { ...written, additionalProperties: asSwaggerWrites(Object.values(patternProperties)[0]) };
}

function withComponents(document: OpenApi): OpenApi {
  const names = namedSchemas();
  const schemas: Record<string, unknown> = {};
  const refer = (value: unknown, isRoot: boolean): unknown => {
    if (typeof value !== "object" || value === null) return value === "Default Response" ? "As asked." : value;
    const name = isRoot ? undefined : names.get(textOf(value));
    if (name !== undefined) {
      if (!Object.hasOwn(schemas, name)) {
        // Reserved first: a schema is never inside itself, but siblings may share it.
        schemas[name] = null;
        schemas[name] = refer(value, true);
      }
      return { $ref: `#/components/schemas/${name}` };
    }
    if (Array.isArray(value)) return value.map((item) => refer(item, false));
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, refer(child, false)]));
  };
  const paths = refer(document.paths, true) as OpenApi["paths"];
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([left], [right]) => (left < right ? -1 : 1)));

  return { ...document, paths, components: { schemas: sorted } };
}

/** Equal schemas have equal texts, whatever the order of their members. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, child: unknown) =>
    typeof child === "object" && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).sort(([left], [right]) => (left < right ? -1 : 1)))
      : child,
  );
}
