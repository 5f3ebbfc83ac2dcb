import type { Json } from "@skald/shared";

/** What the evaluations of one decision must give, so that the decision is about what happens in a made-up world. */
export interface Steering {
  /** Conditions that are overruled, by their text. */
  readonly rulings: ReadonlyMap<string, boolean>;
  /** Conditions that go this way where nobody knows better, by their text. */
  readonly leanings: ReadonlyMap<string, boolean>;
  /** Values that are overruled, by the text of the expression. */
  readonly values: ReadonlyMap<string, Json>;
  /** Rendered templates that are overruled; a template is told by identity. */
  readonly outputs: ReadonlyMap<Json, Json>;
}

export const UNSTEERED: Steering = { rulings: new Map(), leanings: new Map(), values: new Map(), outputs: new Map() };
