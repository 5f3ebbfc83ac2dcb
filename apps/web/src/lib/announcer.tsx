"use client";

import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";

const AnnounceContext = createContext<(text: string) => void>(() => undefined);
const QUIET_MS = 5000;

/** One polite live region for the page, at most one message in five seconds; the newest wins. */
export function AnnouncerProvider({ children }: { readonly children: ReactNode }) {
  const [text, setText] = useState("");
  const last = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const announce = useCallback((next: string) => {
    clearTimeout(timer.current);
    const wait = Math.max(0, last.current + QUIET_MS - Date.now());
    timer.current = setTimeout(() => {
      last.current = Date.now();
      setText(next);
    }, wait);
  }, []);

  return (
    <AnnounceContext value={announce}>
      {children}
      <div aria-atomic="true" aria-live="polite" className="sr-only" data-testid="announcer" role="status">
        {text}
      </div>
    </AnnounceContext>
  );
}

/** Says a text to assistive technology. */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnounceContext);
}
