import type { DefinitionSummary } from "@skald/shared";
import { useId } from "react";
import { INPUT } from "#ui/controls/field.tsx";

interface VersionPickProps {
  readonly label: string;
  readonly value: string;
  readonly versions: readonly DefinitionSummary[];
  readonly onChange: (version: string) => void;
}

/** One side of the comparison. A version of the link that does not exist stays chosen, so that the answer fits it. */
export function VersionPick({ label, value, versions, onChange }: VersionPickProps) {
  const id = useId();
  const isKnown = versions.some(({ version }) => version === value);
  return (
    <div className="w-32">
      <label className="mb-1 block font-medium text-[13px]" htmlFor={id}>
        {label}
      </label>
      <select className={`${INPUT} tabular-nums`} id={id} onChange={(event) => onChange(event.target.value)} value={value}>
        {!isKnown && <option value={value}>{value === "" ? "–" : value}</option>}
        {versions.map(({ version }) => (
          <option key={version} value={version}>
            {version}
          </option>
        ))}
      </select>
    </div>
  );
}
