import type { DiffChange, DiffView } from "@skald/shared";
import { TONE_CLASSES } from "#lib/faces.ts";
import { plural, visibleText } from "#lib/text.ts";
import { Empty } from "#ui/status/states.tsx";
import { StatusIcon } from "#ui/status/status-icon.tsx";
import { Card } from "#ui/text/card.tsx";
import { faceOfChange } from "./change-faces.ts";

interface ChangeListProps {
  readonly changes: readonly DiffChange[];
  readonly kind: DiffView["kind"];
}

/** Every difference in one sentence, those that take a way back first. */
export function ChangeList({ changes, kind }: ChangeListProps) {
  const warnings = changes.filter(({ severity }) => severity === "warning");
  const sorted = [...warnings, ...changes.filter(({ severity }) => severity !== "warning")];
  const counted = `${plural(changes.length, "difference")}${warnings.length === 0 ? "" : `, ${plural(warnings.length, "warning")}`}`;

  return (
    <Card aside={<span className="text-[13px] text-muted">{counted}</span>} flush title="What it means">
      {sorted.length === 0 ? (
        <Empty title="Nothing it does is different">Only comments or spaces changed.</Empty>
      ) : (
        <ul aria-label="Differences" className="divide-y divide-line">
          {sorted.map((change) => {
            const face = faceOfChange(change);
            return (
              <li className="flex items-baseline gap-3 px-4 py-2 text-[13px]" key={`${change.kind} ${change.subject} ${change.message}`}>
                <span
                  className={`inline-flex w-28 shrink-0 items-center gap-1.5 whitespace-nowrap font-medium ${TONE_CLASSES[face.tone].text}`}
                >
                  <StatusIcon name={face.icon} size={13} />
                  {face.word}
                </span>
                <span className="min-w-0 break-words">{visibleText(change.message)}</span>
              </li>
            );
          })}
        </ul>
      )}
      {kind === "saga" && (
        <p className="border-line border-t px-4 py-2 text-[12px] text-muted">Sagas that run keep the version they started with.</p>
      )}
    </Card>
  );
}
