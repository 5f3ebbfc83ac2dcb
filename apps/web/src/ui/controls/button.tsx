import type { ComponentProps, ReactNode } from "react";

const LOOKS = {
  plain: "border border-line bg-surface text-text hover:bg-sunken",
  solid: "border border-transparent bg-solid text-on-solid hover:opacity-90",
  undo: "border border-undo bg-undo-bg text-undo hover:brightness-97",
  bad: "border border-bad bg-bad-bg text-bad hover:brightness-97",
  quiet: "border border-transparent text-muted hover:bg-sunken hover:text-text",
} as const;

type ButtonLook = keyof typeof LOOKS;

interface ButtonProps extends Omit<ComponentProps<"button">, "disabled"> {
  readonly look?: ButtonLook;
  /** Stays focusable, so that its reason can be read. */
  readonly inactive?: boolean;
  readonly children: ReactNode;
}

/** A button. An inactive one keeps its place in the tab order and does nothing. */
export function Button({ look = "plain", inactive = false, className = "", onClick, children, ...rest }: ButtonProps) {
  return (
    <button
      aria-disabled={inactive || undefined}
      className={`inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md px-3 py-1 font-medium text-[13px] leading-5 transition-colors aria-disabled:cursor-not-allowed aria-disabled:opacity-55 ${LOOKS[look]} ${className}`}
      onClick={inactive ? (event) => event.preventDefault() : onClick}
      type="button"
      {...rest}
    >
      {children}
    </button>
  );
}
