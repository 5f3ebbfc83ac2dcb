import type { ReactNode } from "react";

interface FactRowProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** One fact in a list of two columns. */
export function FactRow({ name, children }: FactRowProps) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
