/** One thing to know about a catalogue that was written from a description. */
export interface CatalogueNote {
  /** JSON pointer into the written document; empty for the whole of it. */
  readonly at: string;
  /** `review`: guessed, somebody has to look. `changed`: said otherwise than the description. `dropped`: left out. */
  readonly kind: "review" | "changed" | "dropped";
  /** One or more sentences, without a line break. */
  readonly what: string;
  /** YAML of what could stand here, ready to be uncommented. */
  readonly draft?: string;
}

/** Why no catalogue could be written. Lines count from 1. */
export interface CatalogueProblem {
  readonly message: string;
  readonly line: number | null;
}

/** The JSON pointer of steps. */
export function pointerOf(...steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
