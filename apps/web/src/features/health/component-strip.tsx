import type { HealthDetailed } from "@skald/shared";
import { type Face, TONE_CLASSES } from "#lib/faces.ts";
import { visibleText } from "#lib/text.ts";
import { StatusIcon } from "#ui/status/status-icon.tsx";

type Component = HealthDetailed["components"][number];

const FACES = {
  up: { word: "Up", icon: "check", tone: "ok" },
  degraded: { word: "Degraded", icon: "clock", tone: "wait" },
  down: { word: "Down", icon: "cross", tone: "bad" },
} as const satisfies Record<Component["status"], Face>;

/** Each part of the engine in one cell. */
export function ComponentStrip({ components }: { readonly components: readonly Component[] }) {
  return (
    <dl
      aria-label="Components"
      className="grid grid-cols-1 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2 xl:grid-cols-4"
    >
      {components.map((component) => {
        const face = FACES[component.status];
        return (
          <div className="bg-surface px-4 py-3" key={component.name}>
            <dt className="text-[12px] text-muted first-letter:uppercase">{component.name}</dt>
            <dd>
              <span className={`flex items-center gap-1.5 font-medium text-[14px] ${TONE_CLASSES[face.tone].text}`}>
                <StatusIcon name={face.icon} size={14} />
                {face.word}
              </span>
              <span className="block text-[13px] text-muted">{visibleText(component.detail)}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
