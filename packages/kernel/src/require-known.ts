/** A fact the kernel wrote down before. @throws Error when it is missing: a defect of the kernel, or a journal that was tampered with. */
export function requireKnown<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`The ${what} is not known here: a defect of the kernel.`);

  return value;
}
