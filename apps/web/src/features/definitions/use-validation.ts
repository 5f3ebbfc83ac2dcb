"use client";

import type { ValidateView } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { validateSource } from "./validate-source.ts";

const DEBOUNCE_MS = 350;

export interface Validation {
  readonly result: ValidateView | null;
  readonly isChecking: boolean;
  readonly error: unknown;
}

/** The findings about a text, asked for once it has been still for a moment. */
export function useValidation(source: string): Validation {
  const [still, setStill] = useState(source);

  // Talks to the clock.
  useEffect(() => {
    const timer = setTimeout(() => setStill(source), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [source]);

  const query = useQuery({
    queryKey: ["validate", still],
    queryFn: ({ signal }) => validateSource(still, signal),
    enabled: still.trim() !== "",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    placeholderData: (before) => before,
  });

  return {
    result: still.trim() === "" ? null : (query.data ?? null),
    isChecking: still !== source || query.isFetching,
    error: query.error,
  };
}
