import Type, { type TObject } from "typebox";
import { CATALOGUE, type ErrorCode } from "./catalogue.ts";

/** One place in the request or document that is wrong. */
export interface ProblemItem {
  readonly code: string;
  readonly message: string;
  /** JSON pointer into the request body, or `line:column` of a document. */
  readonly at?: string;
  readonly suggestion?: string;
}

/** RFC 9457 problem details, as `application/problem+json` carries them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly errors?: readonly ProblemItem[];
  readonly [extension: string]: unknown;
}

/** Problem details as a schema, for descriptions of the API. */
export const ProblemView: TObject = Type.Object(
  {
    type: Type.String({ description: "Link to the page of the code.", examples: ["/docs/errors/SAGA_NOT_FOUND"] }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: "What happened, to which thing." }),
    code: Type.Enum(Object.keys(CATALOGUE)),
    remedy: Type.String({ description: "What to do now." }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          code: Type.String(),
          message: Type.String(),
          at: Type.Optional(Type.String({ description: "JSON pointer into the body, or line:column of a document." })),
          suggestion: Type.Optional(Type.String()),
        }),
      ),
    ),
  },
  { additionalProperties: true },
);

/** A problem that ends a request. HTTP turns it into problem+json; nothing else may be told to a caller. */
export class ProblemError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly ProblemItem[];
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    more: {
      readonly errors?: readonly ProblemItem[];
      readonly extensions?: Readonly<Record<string, unknown>>;
      readonly retryAfterSeconds?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: more.cause });
    this.name = "ProblemError";
    this.code = code;
    this.errors = more.errors ?? [];
    this.extensions = more.extensions ?? {};
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** The body of the answer for a problem. `type` is a relative link to the page of the code. */
export function problemOf(error: ProblemError): Problem {
  const entry = CATALOGUE[error.code];
  return {
    type: `/docs/errors/${error.code}`,
    title: entry.title,
    status: entry.status,
    detail: error.message,
    code: error.code,
    remedy: entry.remedy,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
    ...error.extensions,
  };
}
