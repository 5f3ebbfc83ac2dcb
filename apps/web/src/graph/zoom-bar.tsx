import { Maximize2, Minus, Plus } from "lucide-react";
import type { ReactNode } from "react";

interface ZoomBarProps {
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  readonly onFit: () => void;
}

/** Nearer, farther, all of it. */
export function ZoomBar({ zoom, onZoom, onFit }: ZoomBarProps) {
  return (
    <div className="flex items-center gap-0.5 text-muted">
      <ZoomButton label="Zoom out" onClick={() => onZoom(zoom / 1.2)}>
        <Minus aria-hidden="true" size={14} />
      </ZoomButton>
      <span className="w-11 text-center text-[12px] tabular-nums">{Math.round(zoom * 100)} %</span>
      <ZoomButton label="Zoom in" onClick={() => onZoom(zoom * 1.2)}>
        <Plus aria-hidden="true" size={14} />
      </ZoomButton>
      <ZoomButton label="Fit the whole picture" onClick={onFit}>
        <Maximize2 aria-hidden="true" size={14} />
      </ZoomButton>
    </div>
  );
}

interface ZoomButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function ZoomButton({ label, onClick, children }: ZoomButtonProps) {
  return (
    <button
      aria-label={label}
      className="inline-flex size-7 items-center justify-center rounded hover:bg-sunken hover:text-text"
      onClick={onClick}
      title={label}
      type="button"
    >
      {children}
    </button>
  );
}
