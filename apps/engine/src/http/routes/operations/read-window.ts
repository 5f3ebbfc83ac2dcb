import { ProblemError, parseDuration, type TSchema, Type } from "@skald/shared";

const WINDOW_MIN_MS = 60_000;
const WINDOW_MAX_MS = 30 * 86_400_000;

/** How far back figures look, as a query parameter. */
export const Window: TSchema = Type.Object(
  { window: Type.Optional(Type.String({ default: "1h", description: "A duration from 1m to 30d." })) },
  { additionalProperties: false },
);

/**
 * The window of a request, in milliseconds.
 *
 * @throws ProblemError REQUEST_INVALID
 */
export function readWindow(query: unknown): number {
  const { window } = query as { readonly window: string };
  const windowMs = parseDuration(window);
  if (windowMs === undefined || windowMs < WINDOW_MIN_MS || windowMs > WINDOW_MAX_MS)
    throw new ProblemError("REQUEST_INVALID", `"${window}" is no duration from 1m to 30d.`, {
      errors: [{ code: "REQUEST_INVALID", message: "must be a duration from 1m to 30d", at: "query/window" }],
    });

  return windowMs;
}
