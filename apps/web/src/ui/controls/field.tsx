import { type ReactNode, useId } from "react";

/** Looks of every text input. */
export const INPUT =
  "w-full rounded-md border border-line-strong bg-surface px-2.5 py-1 min-h-8 text-[13px] text-text aria-invalid:border-bad";

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly required?: boolean;
  readonly children: (ids: { readonly id: string; readonly describedBy: string }) => ReactNode;
}

/** A label, its input, what it is for, and what is wrong with it. */
export function Field({ label, hint, error = null, required = false, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div>
      <label className="mb-1 block font-medium text-[13px]" htmlFor={id}>
        {label}
        <span className="ml-1.5 font-normal text-muted">{required ? "required" : "optional"}</span>
      </label>
      {children({ id, describedBy: hintId })}
      <p className={`mt-1 text-[12px] ${error === null ? "text-muted" : "text-bad"}`} id={hintId}>
        {error ?? hint}
      </p>
    </div>
  );
}
