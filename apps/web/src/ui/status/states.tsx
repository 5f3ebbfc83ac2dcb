import type { ReactNode } from "react";
import { EngineProblem } from "#lib/api.ts";
import { Button } from "#ui/controls/button.tsx";
import { Notice } from "./notice.tsx";

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing to show, and why that is so. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="px-6 py-10 text-center">
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="mx-auto mt-1 max-w-md text-[13px] text-muted">{children}</div>}
    </div>
  );
}

interface FailureProps {
  readonly what: string;
  readonly error: unknown;
  readonly retry?: () => void;
}

/** Something could not be read: what, why, and what to do. */
export function Failure({ what, error, retry }: FailureProps) {
  const remedy = error instanceof EngineProblem ? error.problem.remedy : "Check the connection to the console.";
  return (
    <div className="p-4">
      <Notice alert icon="cross" title={`${what} could not be read`} tone="bad">
        <p>{error instanceof Error ? error.message : String(error)}</p>
        {remedy !== undefined && <p>{remedy}</p>}
        {retry !== undefined && (
          <Button className="mt-2" onClick={retry}>
            Try again
          </Button>
        )}
      </Notice>
    </div>
  );
}

interface SkeletonProps {
  readonly rows?: number;
  readonly label: string;
}

/** A quiet place-holder while something is read for the first time. */
export function Skeleton({ rows = 5, label }: SkeletonProps) {
  return (
    <div aria-busy="true" className="space-y-3 p-4" role="status">
      <span className="sr-only">Loading {label}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div className={`h-4 rounded bg-sunken ${WIDTHS[row % WIDTHS.length]}`} key={row} />
      ))}
    </div>
  );
}

const WIDTHS = ["w-11/12", "w-3/4", "w-5/6", "w-2/3"] as const;
