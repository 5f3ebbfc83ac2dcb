import type { ReactNode } from "react";

interface PageProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a page: its one heading of the first level, then its parts. */
export function Page({ title, aside, children }: PageProps) {
  return (
    <div className="mx-auto max-w-[1480px] space-y-4 px-4 py-5 lg:px-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="font-semibold text-[20px] tracking-[-0.01em]">{title}</h1>
        {aside}
      </div>
      {children}
    </div>
  );
}
