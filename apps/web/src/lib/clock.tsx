"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const NowContext = createContext(0);

/** One ticking clock for the page: every relative time moves at the same moment. */
export function ClockProvider({ children }: { readonly children: ReactNode }) {
  const [nowMs, setNowMs] = useState(() => Date.now());

  // Talks to the clock. A hidden tab does not tick.
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setNowMs(Date.now());
    }, 1000);
    return () => clearInterval(timer);
  }, []);

  return <NowContext value={nowMs}>{children}</NowContext>;
}

/** Milliseconds now, moving once a second. */
export function useNow(): number {
  return useContext(NowContext);
}
