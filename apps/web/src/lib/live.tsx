"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { followStream, type StreamListener } from "./event-stream.ts";

/** What the chip in the header says about the freshness of the page. */
export interface LiveState {
  readonly kind: "none" | "live" | "polling" | "paused" | "disconnected" | "connecting";
  /** Since when the state holds, milliseconds. */
  readonly sinceMs: number;
}

const NONE: LiveState = { kind: "none", sinceMs: 0 };
const LiveStateContext = createContext<LiveState>(NONE);
const SetLiveStateContext = createContext<(kind: LiveState["kind"]) => void>(() => undefined);

/** Holds the truth about liveness of the page in view; a page has at most one stream. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [state, setState] = useState<LiveState>(NONE);
  const change = useMemo(
    () =>
      (kind: LiveState["kind"]): void =>
        setState((before) => (before.kind === kind ? before : { kind, sinceMs: Date.now() })),
    [],
  );

  return (
    <SetLiveStateContext value={change}>
      <LiveStateContext value={state}>{children}</LiveStateContext>
    </SetLiveStateContext>
  );
}

export function useLiveState(): LiveState {
  return useContext(LiveStateContext);
}

/** What a page does with its stream. Functions are read anew at every event. */
export interface LiveSource {
  onMessage: StreamListener["onMessage"];
  poll: StreamListener["poll"];
  /** The stream has opened, for the first time or again. */
  onOpen?: () => void;
}

/** Follows a stream while the page is visible. A hidden tab closes it, and reads again on return. */
export function useLiveStream(path: string | null, source: { readonly current: LiveSource }): void {
  const setLive = useContext(SetLiveStateContext);

  // Talks to the network and to the tab's visibility.
  useEffect(() => {
    if (path === null) return;

    let stop: (() => void) | undefined;
    const start = (): void => {
      setLive("connecting");
      stop = followStream(path, {
        onMessage: (message) => source.current.onMessage(message),
        poll: () => source.current.poll(),
        onState: (state) => {
          if (state === "live") source.current.onOpen?.();
          setLive(state);
        },
      });
    };
    const onVisibility = (): void => {
      if (document.hidden) {
        stop?.();
        stop = undefined;
        setLive("paused");
      } else if (stop === undefined) {
        // The stream's first message makes the page read again; a failed reading is the stream's to report.
        void source.current.poll().catch(() => undefined);
        start();
      }
    };
    if (document.hidden) setLive("paused");
    else start();
    document.addEventListener("visibilitychange", onVisibility);

    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      stop?.();
      setLive("none");
    };
  }, [path, source, setLive]);
}
