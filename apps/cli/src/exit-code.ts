/** What a script learns of a call. Stable: a code never changes its meaning. */
export const EXIT = {
  /** It was done. Warnings about a document do not count against it. */
  ok: 0,
  /** It failed: a document or input is invalid, documents differ, a saga did not complete, or a question was answered with no. */
  failed: 1,
  /** The call itself is wrong, or a confirmation is missing. Nothing was sent that changes anything. */
  usage: 2,
  /** No engine answers. Whether what was sent arrived is unknown. */
  unreachable: 3,
  /** The engine said no, and why. */
  refused: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
