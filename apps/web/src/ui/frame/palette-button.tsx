"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

const Palette = dynamic(() => import("./palette.tsx").then((module) => module.Palette), { ssr: false });

/** Opens the palette by click or ⌘K / Ctrl+K. Its code is loaded when it is first needed. */
export function PaletteButton() {
  const [open, setOpen] = useState(false);

  // Talks to the keyboard.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;

      event.preventDefault();
      setOpen((now) => !now);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      <button
        className="flex h-8 items-center gap-2 rounded-md border border-line bg-page px-2.5 text-[13px] text-muted hover:text-text sm:w-60"
        onClick={() => setOpen(true)}
        type="button"
      >
        <Search aria-hidden="true" size={14} />
        <span className="max-sm:sr-only">Search or jump to…</span>
        <kbd className="ml-auto rounded border border-line px-1 font-sans text-[11px] max-sm:hidden">⌘K</kbd>
      </button>
      {open && <Palette onClose={() => setOpen(false)} />}
    </>
  );
}
