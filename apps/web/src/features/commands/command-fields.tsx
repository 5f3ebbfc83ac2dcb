import { COMMANDS } from "#lib/commands.ts";
import { Field, INPUT } from "#ui/controls/field.tsx";
import { type CommandDraft, needsEvidence, REASON_MIN } from "./command-draft.ts";
import { type CommandFieldsProps, CommandOptions } from "./command-options.tsx";

/** What a command asks of the person, no more than it needs. */
export function CommandFields(props: CommandFieldsProps) {
  const { saga, wanted, draft, weight, policy, missing, tried, change } = props;
  const errorOf = (name: keyof CommandDraft): string | null => (tried ? (missing[name] ?? null) : null);

  return (
    <div className="space-y-3">
      <CommandOptions {...props} />
      {(wanted.type === "complete" || (wanted.type === "resolve-unknown" && draft.happened === true)) && (
        <TextField
          area
          change={(output) => change({ output })}
          error={errorOf("output")}
          hint="JSON that later steps read as the output of this one."
          label="Output"
          mono
          required={false}
          value={draft.output}
        />
      )}
      {needsEvidence(wanted, policy) && (
        <TextField
          area
          change={(evidence) => change({ evidence })}
          error={errorOf("evidence")}
          hint="What you looked at, so that somebody else can look at it too."
          label="Evidence"
          required
          value={draft.evidence}
        />
      )}
      {weight > 1 && (
        <div>
          <TextField
            area
            change={(reason) => change({ reason })}
            error={errorOf("reason")}
            hint={
              weight >= 3
                ? `At least ${REASON_MIN} characters. It stands in the journal and in the audit.`
                : "It stands in the journal and in the audit."
            }
            label="Reason"
            required
            value={draft.reason}
          />
          <Suggestions reasons={COMMANDS[wanted.type].reasons} use={(reason) => change({ reason })} />
        </div>
      )}
      {weight >= 3 && (
        <TextField
          change={(ticket) => change({ ticket })}
          error={errorOf("ticket")}
          hint="Such as INC-7."
          label="Ticket"
          required={policy.includes("ticket")}
          value={draft.ticket}
        />
      )}
      {weight >= 4 && (
        <TextField
          change={(typed) => change({ typed })}
          error={errorOf("typed")}
          hint={`The last four characters of this saga's id: ${saga.id.slice(-4)}`}
          label="Type to confirm"
          mono
          required
          value={draft.typed}
        />
      )}
    </div>
  );
}

interface SuggestionsProps {
  readonly reasons: readonly string[];
  readonly use: (reason: string) => void;
}

function Suggestions({ reasons, use }: SuggestionsProps) {
  if (reasons.length === 0) return null;

  return (
    <div className="mt-1.5 flex flex-wrap gap-1.5">
      {reasons.map((reason) => (
        <button
          className="rounded-full border border-line px-2.5 py-0.5 text-[12px] text-muted hover:bg-sunken hover:text-text"
          key={reason}
          onClick={() => use(reason)}
          type="button"
        >
          {reason}
        </button>
      ))}
    </div>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly required: boolean;
  readonly hint: string;
  readonly error: string | null;
  readonly area?: boolean;
  readonly mono?: boolean;
}

function TextField({ label, value, change, required, hint, error, area = false, mono = false }: TextFieldProps) {
  const className = `${INPUT} ${mono ? "font-mono" : ""}`;
  return (
    <Field error={error} hint={hint} label={label} required={required}>
      {({ id, describedBy }) => {
        const shared = {
          id,
          className,
          value,
          "aria-describedby": describedBy,
          "aria-invalid": error !== null || undefined,
          "aria-required": required || undefined,
        };
        return area ? (
          <textarea {...shared} onChange={(event) => change(event.target.value)} rows={2} />
        ) : (
          <input {...shared} autoComplete="off" onChange={(event) => change(event.target.value)} spellCheck={false} type="text" />
        );
      }}
    </Field>
  );
}
