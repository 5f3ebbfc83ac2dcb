import { type Face, TONE_CLASSES } from "#lib/faces.ts";
import { StatusIcon } from "./status-icon.tsx";

interface BadgeProps {
  readonly face: Face;
  readonly size?: "small" | "large";
}

/** A status: word, shape and colour together. */
export function Badge({ face, size = "small" }: BadgeProps) {
  const measure =
    size === "large" ? "gap-2 rounded-md px-2.5 py-1 text-[15px] font-semibold" : "gap-1.5 rounded px-1.5 py-0.5 text-[13px] font-medium";
  return (
    <span className={`inline-flex items-center whitespace-nowrap ${measure} ${TONE_CLASSES[face.tone].soft}`}>
      <StatusIcon name={face.icon} size={size === "large" ? 17 : 14} />
      {face.word}
    </span>
  );
}
