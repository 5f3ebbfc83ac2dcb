"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface TabsProps<Name extends string> {
  readonly label: string;
  readonly value: Name;
  readonly onChange: (value: Name) => void;
  readonly tabs: readonly { readonly name: Name; readonly title: string; readonly count?: number }[];
  readonly children: ReactNode;
}

/** Tabs. The panel is the child that belongs to the value; others are not in the page. */
export function Tabs<Name extends string>({ label, value, onChange, tabs, children }: TabsProps<Name>) {
  return (
    <Radix.Root onValueChange={(next) => onChange(next as Name)} value={value}>
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-line border-b px-2">
        {tabs.map((tab) => (
          <Radix.Trigger
            className="-mb-px whitespace-nowrap border-transparent border-b-2 px-3 py-2.5 font-medium text-[13px] text-muted hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-solid data-[state=active]:text-text"
            key={tab.name}
            value={tab.name}
          >
            {tab.title}
            {tab.count !== undefined && <span className="ml-1.5 text-muted tabular-nums">{tab.count.toLocaleString("en")}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content className="focus-visible:-outline-offset-2" value={value}>
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}
