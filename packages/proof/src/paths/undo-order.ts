import type { Entry } from "@skald/kernel";

/**
 * Whether what was undone was undone in reverse order of its completion (R6). A step whose outcome stayed unknown
 * completed when its last attempt ended.
 */
export function isInReverse(entries: readonly Entry[]): boolean {
  const stack: string[] = [];
  for (const { type, data } of entries) {
    const visit = `${data.state}#${data.visit}`;
    if (data.undo !== undefined) stack.push(...(data.pushes ?? [data.state]).map((state) => `${state}#${data.visit}`));
    if (data.pivot === true) stack.length = 0;
    if (type === "undo.started" && !isNext(stack, visit)) return false;
  }
  return true;
}

/** Takes the visit from the stack; what failed to be undone stays below. */
function isNext(stack: string[], visit: string): boolean {
  const top = stack.pop();

  return top === visit;
}
