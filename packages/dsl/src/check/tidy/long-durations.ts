import { parseDuration } from "@skald/shared";
import { visitObjects } from "../addresses/visit-objects.ts";
import type { Check, WithExpressions } from "../check.ts";

const DURATION_FIELDS = new Set([
  "timeout",
  "for",
  "delay",
  "maxDelay",
  "within",
  "interval",
  "per",
  "window",
  "halfOpenAfter",
  "retention",
  "after",
  "wait",
]);
const LOOKS_LIKE = /^(?:\d+(?:ms|s|m|h|d))+$|^P[\dT]/;

/** A duration of the right form is no longer than a saga can live. */
export const longDurations: Check<WithExpressions> = ({ document, places }, report) => {
  visitObjects(document, (object, path) => {
    for (const [name, value] of Object.entries(object)) {
      if (typeof value !== "string" || !DURATION_FIELDS.has(name) || !LOOKS_LIKE.test(value) || parseDuration(value) !== undefined)
        continue;
      report({ code: "BAD_DURATION", at: places.spanOf([...path, name]), message: `"${value.slice(0, 60)}" is longer than 400 days.` });
    }
  });
};
