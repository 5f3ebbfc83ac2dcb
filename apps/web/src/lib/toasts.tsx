"use client";

import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

/** A short word to the person, with at most one way to answer it. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "bad";
  readonly action?: { readonly label: string; run(): void };
}

interface Toasts {
  readonly items: readonly Toast[];
  show(toast: Omit<Toast, "id">): void;
  dismiss(id: number): void;
}

const ToastContext = createContext<Toasts>({ items: [], show: () => undefined, dismiss: () => undefined });
const SHOWN_MS = 8000;

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [items, setItems] = useState<readonly Toast[]>([]);
  const dismiss = useCallback((id: number) => setItems((now) => now.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (toast: Omit<Toast, "id">) => {
      const id = performance.now();
      setItems((now) => [...now.slice(-2), { ...toast, id }]);
      setTimeout(() => dismiss(id), SHOWN_MS);
    },
    [dismiss],
  );

  return <ToastContext value={{ items, show, dismiss }}>{children}</ToastContext>;
}

export function useToasts(): Toasts {
  return useContext(ToastContext);
}
