// Characters that would break a line, steer a terminal, or not be seen.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0]|[\ufe00-\ufe0f]/gu;

/** A text of a document as it stands in a message: in one line, cut after `max` characters, with nothing hidden in it. */
export function shown(text: string, max = 60): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text;

  return cut.replace(UNSEEN, (character) => `\\u{${Number(character.codePointAt(0)).toString(16)}}`);
}
