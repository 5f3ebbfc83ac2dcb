import { fail } from "../values/failure.ts";
import { clip } from "../values/times.ts";

// A value in a path is one segment: encoded, so that it cannot begin another one, and refused when the finished
// segment would be `.`, `..` or empty, which servers and `new URL` take for another place.

/** A path as it is written, one segment at a time. */
export interface PathWriter {
  text: string;
  segment: string;
  hasSplice: boolean;
}

/** An empty path. */
export function createPathWriter(): PathWriter {
  return { text: "", segment: "", hasSplice: false };
}

/** Writes what the author wrote, as it is. */
export function writeText(path: PathWriter, text: string): void {
  for (const piece of text.split(/([/\\?#])/)) {
    if (/^[/\\?#]$/.test(piece)) {
      closeSegment(path);
      path.text += piece;
    } else {
      path.segment += piece;
    }
  }
}

/** Writes a value, percent-encoded. */
export function writeSplice(path: PathWriter, value: string): void {
  path.segment += encode(value);
  path.hasSplice = true;
}

/** The finished path. */
export function finishPath(path: PathWriter): string {
  closeSegment(path);

  return path.text;
}

function encode(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    // Half a surrogate pair has no UTF-8.
    return fail("PATH_SEGMENT_REFUSED", "The value holds half a character and cannot be encoded.");
  }
}

function closeSegment(path: PathWriter): void {
  const { segment, hasSplice } = path;
  if (hasSplice && segment === "") fail("PATH_SEGMENT_REFUSED", "An empty value cannot be a segment of a path.");
  // `new URL` decodes %2e before it looks for dots.
  if (/^(?:\.|%2e){1,2}$/i.test(segment)) fail("PATH_SEGMENT_REFUSED", `"${clip(segment)}" cannot be a segment of a path.`);

  path.text += segment;
  path.segment = "";
  path.hasSplice = false;
}
