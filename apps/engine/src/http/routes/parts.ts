import { CATALOGUE, type ErrorCode, ProblemView, type TSchema, Type } from "@skald/shared";

/** Header of requests that may come twice. */
export const IdempotencyKey = Type.String({
  minLength: 1,
  maxLength: 255,
  pattern: "^[\\x20-\\x7e]+$",
  description: "Up to 255 printable ASCII characters. The same key and body give the same answer.",
});

/** A path parameter. What it may be is not for the schema to say: what is not found is not found. */
export const Name = Type.String({ maxLength: 255 });

/** Size of a page. */
export function limitUpTo(maximum: number, byDefault: number): TSchema {
  return Type.Optional(Type.Integer({ minimum: 1, maximum, default: byDefault }));
}

/** Place of a page: what the page before gave as nextCursor. */
export const Cursor = Type.Optional(Type.String({ maxLength: 2000, description: "nextCursor of the page before." }));

/** The problems a route can answer, as its OpenAPI responses: one per status, naming its codes. */
export function problems(...codes: readonly ErrorCode[]): Record<number, TSchema> {
  const byStatus = Map.groupBy(codes, (code) => CATALOGUE[code].status);

  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      { description: some.join(", "), content: { "application/problem+json": { schema: ProblemView } } } as unknown as TSchema,
    ]),
  );
}

/** The revision a caller saw. Its absence has a problem of its own, so the schema does not demand it. */
export const IfMatch = Type.Optional(
  Type.String({ description: 'The revision you saw, as in ETag: "41". `*` for pause, resume and cancel only. Required (428).' }),
);

/** Who commands. */
export const Actor = Type.Optional(
  Type.String({
    description:
      "Who commands, for the audit: 1 to 100 printable characters. Taken at its word, on loopback installs only. Default: operator.",
  }),
);

/** An answer that is a stream of server-sent events. */
export const EventStreamBody = {
  description: "Server-sent events.",
  content: { "text/event-stream": { schema: Type.String() } },
} as unknown as TSchema;

/** Which kind of document is meant where a saga and a service share a name. Default: the saga. */
export const Kind = Type.Object({ kind: Type.Optional(Type.Enum(["saga", "service"])) }, { additionalProperties: false });

/** Namespace of a service that is named by its path. */
export const Namespace = Type.Object(
  { namespace: Type.Optional(Type.String({ maxLength: 255, default: "default" })) },
  { additionalProperties: false },
);
