"use client";

import type { AttentionReason, SagaStatus } from "@skald/shared";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { definitionsQuery } from "#lib/queries.ts";
import type { SagaFilters } from "#lib/saga-filters.ts";
import { ATTENTION, SAGA_STATUS } from "#lib/status.ts";
import { Button } from "#ui/controls/button.tsx";
import { INPUT } from "#ui/controls/field.tsx";
import { isNarrowed } from "./use-saga-filters.ts";

interface SagaFilterBarProps {
  readonly filters: SagaFilters;
  readonly change: (next: Partial<SagaFilters>) => void;
  readonly clear: () => void;
}

/** Narrows the list. Selects act at once, texts when the form is sent. */
export function SagaFilterBar({ filters, change, clear }: SagaFilterBarProps) {
  const definitions = useQuery(definitionsQuery());
  const names = (definitions.data?.items ?? []).filter((item) => item.kind === "saga").map((item) => `${item.namespace}/${item.name}`);
  const [open, setOpen] = useState(filters.key !== null || filters.from !== null || filters.to !== null);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const more = open ? { key: textOf(data, "key"), from: textOf(data, "from"), to: textOf(data, "to") } : {};
    change({ q: textOf(data, "q"), ...more });
  };

  return (
    <search>
      {/* Remounted when the URL changes, so that the fields say what the URL says. */}
      <form className="flex flex-wrap items-end gap-2" key={JSON.stringify(filters)} onSubmit={submit}>
        <TextFilter label="Id, key or error type begins with" name="q" value={filters.q} wide />
        <SelectFilter
          label="Status"
          onChange={(status) => change({ status: status as SagaStatus | null })}
          options={Object.entries(SAGA_STATUS).map(([value, face]) => ({ value, word: face.word }))}
          value={filters.status}
        />
        <SelectFilter
          label="Attention"
          onChange={(attention) => change({ attention: attention as AttentionReason | null })}
          options={Object.entries(ATTENTION).map(([value, face]) => ({ value, word: face.word }))}
          value={filters.attention}
        />
        <SelectFilter
          label="Definition"
          onChange={(definition) => change({ definition })}
          options={[...new Set(filters.definition === null ? names : [...names, filters.definition])].map((value) => ({
            value,
            word: value,
          }))}
          value={filters.definition}
        />
        <Button type="submit">Apply</Button>
        {isNarrowed(filters) && (
          <Button look="quiet" onClick={clear}>
            Clear all
          </Button>
        )}
        <Button aria-expanded={open} look="quiet" onClick={() => setOpen(!open)}>
          {open ? "Fewer filters" : "More filters"}
        </Button>
        {open && (
          <div className="flex w-full flex-wrap gap-2">
            <TextFilter label="Exact key" name="key" value={filters.key} />
            <TextFilter label="From (UTC)" name="from" type="datetime-local" value={filters.from} />
            <TextFilter label="To (UTC)" name="to" type="datetime-local" value={filters.to} />
          </div>
        )}
      </form>
    </search>
  );
}

function textOf(data: FormData, name: string): string | null {
  const value = data.get(name);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

interface TextFilterProps {
  readonly label: string;
  readonly name: string;
  readonly value: string | null;
  readonly type?: string;
  readonly wide?: boolean;
}

function TextFilter({ label, name, value, type = "text", wide = false }: TextFilterProps) {
  const id = useId();
  return (
    <div className={`max-sm:w-full ${wide ? "w-64" : "w-44"}`}>
      <label className="mb-1 block text-[12px] text-muted" htmlFor={id}>
        {label}
      </label>
      <input autoComplete="off" className={INPUT} defaultValue={value ?? ""} id={id} name={name} spellCheck={false} type={type} />
    </div>
  );
}

interface SelectFilterProps {
  readonly label: string;
  readonly value: string | null;
  readonly options: readonly { readonly value: string; readonly word: string }[];
  readonly onChange: (value: string | null) => void;
}

function SelectFilter({ label, value, options, onChange }: SelectFilterProps) {
  const id = useId();
  return (
    <div className="w-40 max-sm:w-full">
      <label className="mb-1 block text-[12px] text-muted" htmlFor={id}>
        {label}
      </label>
      <select
        className={INPUT}
        id={id}
        onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
        value={value ?? ""}
      >
        <option value="">Any</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </select>
    </div>
  );
}
