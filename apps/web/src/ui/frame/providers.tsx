"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { AnnouncerProvider } from "#lib/announcer.tsx";
import { EngineProblem } from "#lib/api.ts";
import { ClockProvider } from "#lib/clock.tsx";
import { LiveProvider } from "#lib/live.tsx";
import { ToastProvider } from "#lib/toasts.tsx";

/** Everything the pages share at run time. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const [client] = useState(createClient);
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>
        <ClockProvider>
          <LiveProvider>
            <ToastProvider>
              <AnnouncerProvider>{children}</AnnouncerProvider>
            </ToastProvider>
          </LiveProvider>
        </ClockProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  );
}

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2000,
        refetchOnWindowFocus: false,
        // A definite no of the engine stays no; silence is asked again.
        retry: (failures, error) => failures < 2 && !(error instanceof EngineProblem && error.status < 500),
        retryDelay: (attempt) => 400 * 2 ** attempt,
      },
    },
  });
}
