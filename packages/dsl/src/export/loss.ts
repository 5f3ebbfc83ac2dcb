/** One thing that a format cannot say as the saga does. */
export interface ExportLoss {
  /** JSON pointer into the saga document. */
  readonly at: string;
  /** `kept`: it came over in other words. `changed`: it means something else now. `dropped`: it is not there. */
  readonly kind: "kept" | "changed" | "dropped";
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** The JSON pointer of a path. */
export function pointerTo(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
