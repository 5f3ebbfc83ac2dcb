import Link from "next/link";
import type { ReactNode } from "react";
import { LiveChip } from "./live-chip.tsx";
import { Mark } from "./mark.tsx";
import { Nav } from "./nav.tsx";
import { PaletteButton } from "./palette-button.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";
import { Toaster } from "./toaster.tsx";

/** The frame of the console: skip link, navigation, header, page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <header className="sticky top-0 z-40 flex h-13 items-center gap-3 border-line border-b bg-surface px-4">
        <Link className="flex items-center gap-2 font-semibold text-[15px] tracking-[-0.01em]" href="/" prefetch={false}>
          <Mark />
          Skald
        </Link>
        <div className="ml-auto flex min-w-0 items-center gap-2 sm:gap-3">
          <LiveChip />
          <PaletteButton />
          <span className="text-[12px] text-muted max-sm:hidden" title="All times are in UTC">
            UTC
          </span>
          <ThemeToggle />
        </div>
      </header>
      <div className="flex min-h-[calc(100dvh-3.25rem)]">
        <div className="sticky top-13 hidden h-[calc(100dvh-3.25rem)] w-48 shrink-0 border-line border-r bg-surface p-3 md:block">
          <Nav layout="side" />
        </div>
        <main className="min-w-0 flex-1 pb-16 md:pb-6" id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <div className="fixed inset-x-0 bottom-0 z-40 border-line border-t bg-surface md:hidden">
        <Nav layout="bottom" />
      </div>
      <Toaster />
    </>
  );
}
