import type { SagaView } from "@skald/shared";
import type { WantedCommand } from "#lib/command-desk.tsx";
import { Field, INPUT } from "#ui/controls/field.tsx";
import type { CommandDraft, Missing } from "./command-draft.ts";

/** What every part of a command's form is given. */
export interface CommandFieldsProps {
  readonly saga: SagaView;
  readonly wanted: WantedCommand;
  readonly draft: CommandDraft;
  readonly weight: number;
  readonly policy: readonly string[];
  readonly missing: Missing;
  /** Errors are shown once the person tried to confirm. */
  readonly tried: boolean;
  readonly change: (own: Partial<CommandDraft>) => void;
}

/** The choices that change the plan. Each change asks the engine for the plan again. */
export function CommandOptions({ saga, wanted, draft, missing, tried, change }: CommandFieldsProps) {
  if (wanted.type === "retry")
    return (
      <Choice
        checked={draft.now}
        kind="checkbox"
        label="Now, without waiting for the backoff"
        onChange={() => change({ now: !draft.now })}
      />
    );
  if (wanted.type === "compensate") {
    const states = saga.steps.filter((step) => step.undo !== "none" && step.undo !== "undone").map((step) => step.state);
    return (
      <div className="grid gap-3 sm:grid-cols-2">
        <Field hint="This step and everything after it is undone." label="Down to">
          {({ id, describedBy }) => (
            <select
              aria-describedby={describedBy}
              className={INPUT}
              id={id}
              onChange={(event) => change({ downTo: event.target.value === "" ? null : event.target.value })}
              value={draft.downTo ?? ""}
            >
              <option value="">Everything</option>
              {states.map((state) => (
                <option key={state} value={state}>
                  {state}
                </option>
              ))}
            </select>
          )}
        </Field>
        <fieldset className="space-y-1">
          <legend className="mb-1 font-medium text-[13px]">Then</legend>
          <Choice
            checked={draft.then === "end"}
            kind="radio"
            label="end as rolled back"
            name="then"
            onChange={() => change({ then: "end" })}
          />
          <Choice
            checked={draft.then === "pause"}
            kind="radio"
            label="stop there, paused"
            name="then"
            onChange={() => change({ then: "pause" })}
          />
        </fieldset>
      </div>
    );
  }
  if (wanted.type !== "resolve-unknown") return null;

  return (
    <fieldset className="space-y-1">
      <legend className="mb-1 font-medium text-[13px]">Did “{wanted.state}” happen?</legend>
      <Choice
        checked={draft.happened === true}
        kind="radio"
        label="Yes, it happened"
        name="happened"
        onChange={() => change({ happened: true })}
      />
      <Choice
        checked={draft.happened === false}
        kind="radio"
        label="No, it did not happen"
        name="happened"
        onChange={() => change({ happened: false })}
      />
      {tried && missing.happened !== undefined && <p className="text-[12px] text-bad">{missing.happened}</p>}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly kind: "checkbox" | "radio";
  readonly label: string;
  readonly checked: boolean;
  readonly name?: string;
  readonly onChange: () => void;
}

function Choice({ kind, label, checked, name, onChange }: ChoiceProps) {
  return (
    <label className="flex min-h-6 w-fit items-center gap-2 text-[13px]">
      <input checked={checked} className="size-4 accent-(--accent)" name={name} onChange={onChange} type={kind} />
      {label}
    </label>
  );
}
