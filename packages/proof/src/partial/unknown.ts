import type { Json } from "@skald/shared";

const OPEN = "⟨";
const CLOSE = "⟩";
const MARK = new RegExp(`${OPEN}.*${CLOSE}`, "s");
const MARKS = new RegExp(`${OPEN}[^${CLOSE}]*${CLOSE}`, "g");

/**
 * A value of which only its origin is known, such as `⟨input.orderId⟩`: what the input holds, what a participant answers.
 * It is a text, so it stands wherever a value may stand, also inside another text, and people can read it.
 */
export function unknown(origin: string): string {
  return `${OPEN}${origin.replaceAll(OPEN, "").replaceAll(CLOSE, "")}${CLOSE}`;
}

/** Whether nothing can be concluded from a value: it is unknown, or a text with something unknown inside. */
export function isUnknown(value: unknown): value is string {
  return typeof value === "string" && MARK.test(value);
}

const MARK_LENGTH_MAX = 40;

/** The text with every mark written in visible ASCII signs, such as `<input.orderId>`; the rest stays as it is. */
export function visibleMarks(text: string): string {
  return text.replaceAll(
    MARKS,
    (mark) =>
      `<${mark
        .slice(1, -1)
        .replaceAll(/[^\x21-\x7e]/g, "_")
        .slice(0, MARK_LENGTH_MAX)}>`,
  );
}

/** Whether a value, or something inside it, is not known. */
export function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;

  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}

/** A member of an unknown value. */
export function unknownMember(value: string, name: string): Json {
  return unknown(`${value}.${name}`);
}
