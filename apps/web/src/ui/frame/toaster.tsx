"use client";

import { X } from "lucide-react";
import { useToasts } from "#lib/toasts.tsx";

/** The words to the person, in the lower corner. */
export function Toaster() {
  const { items, dismiss } = useToasts();
  return (
    <div className="fixed right-4 bottom-4 z-50 flex w-[min(26rem,calc(100vw-2rem))] flex-col gap-2" role="status">
      {items.map((toast) => (
        <div
          className={`flex items-center gap-3 rounded-lg border bg-surface px-4 py-3 text-[13px] shadow-lg ${toast.tone === "bad" ? "border-bad text-bad" : "border-line-strong"}`}
          key={toast.id}
        >
          <p className="min-w-0 flex-1 break-words">{toast.text}</p>
          {toast.action !== undefined && (
            <button
              className="font-semibold text-accent underline underline-offset-2"
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
              type="button"
            >
              {toast.action.label}
            </button>
          )}
          <button aria-label="Dismiss" className="rounded p-1 text-muted hover:text-text" onClick={() => dismiss(toast.id)} type="button">
            <X aria-hidden="true" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
