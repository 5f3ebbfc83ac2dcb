import type { ReactNode } from "react";

interface CardProps {
  readonly title?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Content to the edge, for tables. */
  readonly flush?: boolean;
}

/** A framed part of a page. Its title is a heading of the second level. */
export function Card({ title, aside, children, className = "", flush = false }: CardProps) {
  return (
    <section className={`min-w-0 rounded-lg border border-line bg-surface ${className}`}>
      {title !== undefined && (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b px-4 py-2">
          <h2 className="font-semibold text-[14px]">{title}</h2>
          {aside}
        </header>
      )}
      <div className={flush ? "" : "p-4"}>{children}</div>
    </section>
  );
}
