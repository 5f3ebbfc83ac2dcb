// Codes of the operating system, of PostgreSQL (classes 08, 53 and 57) and of Prisma that mean: the database is away.
const AWAY_CODE = /^(?:ECONN|EPIPE$|ETIMEDOUT$|ENOTFOUND$|EAI_AGAIN$|08|53|57P|P1001$|P1002$|P1008$|P1017$|P2024$|P2037$)/;
const AWAY_TEXT = /timeout exceeded when trying to connect|Connection terminated|Can't reach database server|too many clients/i;
const DEPTH_MAX = 5;

/** Whether an error only says that the database cannot be reached now. It is no defect, and passes. */
export function isAway(error: unknown): boolean {
  let current: unknown = error;
  for (let depth = 0; depth < DEPTH_MAX && current instanceof Error; depth += 1) {
    const { code } = current as { readonly code?: unknown };
    if (typeof code === "string" && AWAY_CODE.test(code)) return true;
    if (AWAY_TEXT.test(current.message)) return true;
    current = current.cause;
  }
  return false;
}
