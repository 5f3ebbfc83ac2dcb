import { useId } from "react";
import { Button } from "#ui/controls/button.tsx";
import { INPUT } from "#ui/controls/field.tsx";

interface SeedFieldProps {
  readonly seed: number | null;
  readonly hasChosen: boolean;
  readonly onChange: (seed: number | null) => void;
  readonly onReset: () => void;
}

const SEED_MAX = 999_999;

/** What becomes of everything nobody chose: it succeeds, or it is drawn, always alike for the same seed. */
export function SeedField({ seed, hasChosen, onChange, onReset }: SeedFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-end gap-2 border-line border-t px-4 py-3 text-[13px]">
      <fieldset className="min-w-48 flex-1">
        <legend className="mb-1 font-medium">What is not chosen</legend>
        {[
          { words: "succeeds", isDrawn: false },
          { words: "is drawn at random", isDrawn: true },
        ].map(({ words, isDrawn }) => (
          <label className="flex min-h-7 items-center gap-2" key={words}>
            <input
              checked={(seed !== null) === isDrawn}
              className="accent-[var(--accent)]"
              name={id}
              onChange={() => onChange(isDrawn ? anySeed() : null)}
              type="radio"
            />
            {words}
          </label>
        ))}
      </fieldset>
      {seed !== null && (
        <>
          <label className="w-24">
            <span className="mb-1 block font-medium">Seed</span>
            <input
              className={`${INPUT} tabular-nums`}
              max={SEED_MAX}
              min={0}
              onChange={(event) => onChange(clamped(event.target.valueAsNumber))}
              type="number"
              value={seed}
            />
          </label>
          <Button onClick={() => onChange(anySeed())}>Another</Button>
        </>
      )}
      <Button inactive={!hasChosen} look="quiet" onClick={onReset}>
        Reset
      </Button>
    </div>
  );
}

function anySeed(): number {
  return Math.floor(Math.random() * (SEED_MAX + 1));
}

function clamped(seed: number): number {
  return Number.isFinite(seed) ? Math.min(SEED_MAX, Math.max(0, Math.round(seed))) : 0;
}
