/** Names that never change while a saga lives. */
const LASTING: ReadonlySet<string> = new Set(["input", "env", "saga"]);

/** Whether a condition over these names alone holds once and for all. */
export function isLasting(roots: ReadonlySet<string>): boolean {
  return [...roots].every((root) => LASTING.has(root));
}
