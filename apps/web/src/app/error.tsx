"use client";

import { Failure } from "#ui/status/states.tsx";

export default function PageError({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  return <Failure error={error} retry={reset} what="This page" />;
}
