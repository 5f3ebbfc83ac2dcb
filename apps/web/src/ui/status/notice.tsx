import type { ReactNode } from "react";
import { type IconName, TONE_CLASSES, type Tone } from "#lib/faces.ts";
import { StatusIcon } from "./status-icon.tsx";

interface NoticeProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** An alert is spoken at once. */
  readonly alert?: boolean;
}

/** A word to the reader inside a page or a dialog. */
export function Notice({ tone, icon, title, children, alert = false }: NoticeProps) {
  return (
    <div className={`flex gap-2.5 rounded-md px-3 py-2.5 text-[13px] ${TONE_CLASSES[tone].soft}`} role={alert ? "alert" : undefined}>
      <span className="pt-0.5">
        <StatusIcon name={icon} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        {children !== undefined && <div className="mt-0.5 break-words text-text">{children}</div>}
      </div>
    </div>
  );
}
