import type { ReactNode } from "react";
import type { IconName } from "#lib/faces.ts";

const OCTAGON = "M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z";
const BACK = "M9.6 5.2 6.4 8l3.2 2.8";

// Each shape is told apart by its outline alone: round for well, octagon for bad, square for stopped, leftward for undo.
const SHAPES = {
  check: (
    <>
      <circle cx="8" cy="8" r="6.5" />
      <path d="m5.2 8.2 2 2 3.6-4.2" />
    </>
  ),
  arc: <path className="animate-turn" d="M8 1.8A6.2 6.2 0 1 1 1.8 8" />,
  hourglass: <path d="M4 1.8h8M4 14.2h8M5 1.8v2.4c0 1.6 6 2.6 6 7.6v2.4M11 1.8v2.4c0 1.6-6 2.6-6 7.6v2.4" />,
  cross: (
    <>
      <path d={OCTAGON} />
      <path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" />
    </>
  ),
  undoArc: (
    <>
      <path d="M2.2 8a5.8 5.8 0 1 0 2-4.4" />
      <path d="M4.6.9v3h3" />
    </>
  ),
  undone: (
    <>
      <circle cx="8" cy="8" r="6.5" />
      <path d={BACK} />
    </>
  ),
  undoBroken: (
    <>
      <path d={OCTAGON} strokeWidth="2.2" />
      <path d="M9.6 5.2 6.4 8m.6 1 2.6 1.8" />
      <path d="m10.8 7.2-1.6 1.6" />
    </>
  ),
  dash: (
    <>
      <circle cx="8" cy="8" r="6.5" />
      <path d="M5.2 8h5.6" />
    </>
  ),
  hollow: <circle cx="8" cy="8" r="6.5" strokeDasharray="2.6 2" />,
  bars: (
    <>
      <rect height="13" rx="3" width="13" x="1.5" y="1.5" />
      <path d="M6.2 5.2v5.6m3.6-5.6v5.6" />
    </>
  ),
  question: (
    <>
      <circle cx="8" cy="8" r="6.5" />
      <path d="M6.2 6.3c.2-2.4 3.8-2.2 3.6 0-.1 1.2-1.8 1.3-1.8 2.7" />
      <path d="M8 11.3v.2" />
    </>
  ),
  exclamation: (
    <>
      <rect height="13" rx="2" width="13" x="1.5" y="1.5" />
      <path d="M8 4.6v4.2m0 2.4v.2" />
    </>
  ),
  split: (
    <>
      <path d={OCTAGON} />
      <path d="M8 1.6v12.8M4 8h2.2m3.6 0H12" />
    </>
  ),
  parked: (
    <>
      <rect height="13" rx="2" width="13" x="1.5" y="1.5" />
      <path d="M6.2 11.6V4.6h2.4a2 2 0 0 1 0 4.2H6.2" />
    </>
  ),
  child: (
    <>
      <rect height="13" rx="2" width="13" x="1.5" y="1.5" />
      <rect height="6" rx="1" width="6" x="5" y="5" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6.5" />
      <path d="M8 4.2V8l2.6 1.8" />
    </>
  ),
  stop: (
    <>
      <rect height="13" rx="2" width="13" x="1.5" y="1.5" />
      <path d="M5.4 8h5.2" />
    </>
  ),
} as const satisfies Record<IconName, ReactNode>;

interface StatusIconProps {
  readonly name: IconName;
  readonly size?: number;
  readonly className?: string;
}

/** The shape of a status. Always beside its word, so it is hidden from assistive technology. */
export function StatusIcon({ name, size = 16, className = "" }: StatusIconProps) {
  return (
    <svg
      aria-hidden="true"
      className={`shrink-0 ${className}`}
      fill="none"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.6"
      viewBox="0 0 16 16"
      width={size}
    >
      {SHAPES[name]}
    </svg>
  );
}
