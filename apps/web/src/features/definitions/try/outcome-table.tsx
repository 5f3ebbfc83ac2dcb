import { visibleText } from "#lib/text.ts";
import { type Column, DataTable } from "#ui/controls/data-table.tsx";
import { INPUT } from "#ui/controls/field.tsx";
import { Empty } from "#ui/status/states.tsx";
import type { ChosenOutcomes, OutcomeChoice, OutcomeRow } from "./outcome-choices.ts";

interface OutcomeTableProps {
  readonly rows: readonly OutcomeRow[];
  readonly chosen: ChosenOutcomes;
  readonly choose: (target: string, value: string, byDefault: string) => void;
}

/** For each step what its call answers, and what its undo does. */
export function OutcomeTable({ rows, chosen, choose }: OutcomeTableProps) {
  if (rows.length === 0) return <Empty title="Nothing to choose">No step of this saga calls anybody or chooses a way.</Empty>;

  const columns: readonly Column<OutcomeRow>[] = [
    {
      name: "Step",
      lead: true,
      cell: ({ state, call, type }) => (
        <>
          <span className="block break-words font-medium">{state}</span>
          <span className="block break-words text-[12px] text-muted">{call ?? (type === "switch" ? "chooses a way" : "http")}</span>
        </>
      ),
    },
    {
      name: "What it does",
      lead: true,
      cell: ({ state, action, type, undo }) => (
        <span className="grid grid-cols-[2.75rem_minmax(0,1fr)] items-center gap-y-1.5">
          <span className="text-[12px] text-muted">{type === "switch" ? "way" : "call"}</span>
          <OutcomeSelect
            choices={action}
            choose={choose}
            chosen={chosen}
            label={type === "switch" ? `Way of ${state}` : `Outcome of ${state}`}
            target={state}
          />
          {undo.length > 0 && (
            <>
              <span className="text-[12px] text-muted">undo</span>
              <OutcomeSelect choices={undo} choose={choose} chosen={chosen} label={`Undo of ${state}`} target={`undo.${state}`} />
            </>
          )}
        </span>
      ),
    },
  ];
  return <DataTable caption="What each step does" columns={columns} rowKey={(row) => row.state} rows={rows} />;
}

interface OutcomeSelectProps {
  readonly label: string;
  readonly target: string;
  readonly choices: readonly OutcomeChoice[];
  readonly chosen: ChosenOutcomes;
  readonly choose: OutcomeTableProps["choose"];
}

function OutcomeSelect({ label, target, choices, chosen, choose }: OutcomeSelectProps) {
  const byDefault = choices[0]?.value ?? "";
  const wanted = chosen[target] ?? byDefault;
  const value = choices.some((choice) => choice.value === wanted) ? wanted : byDefault;

  return (
    <select
      aria-label={label}
      className={`${INPUT} ${value === byDefault ? "" : "font-medium"}`}
      onChange={(event) => choose(target, event.target.value, byDefault)}
      value={value}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {visibleText(choice.words)}
        </option>
      ))}
    </select>
  );
}
