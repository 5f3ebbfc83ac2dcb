"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from "react";
import { sagaSearchQuery } from "#lib/queries.ts";
import { describeSaga } from "#lib/status.ts";
import { shortId } from "#lib/text.ts";
import { Badge } from "#ui/status/badge.tsx";
import { PLACES } from "./nav.tsx";

/** Jumps to a page, or to a saga by the beginning of its id or key. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState("");
  const [selected, setSelected] = useState("");
  const wanted = useDeferredValue(text.trim());
  const found = useQuery(sagaSearchQuery(wanted));
  const router = useRouter();
  const element = useRef<HTMLDialogElement>(null);

  // Talks to the browser's top layer.
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    dialog?.querySelector("input")?.focus();
    return () => dialog?.close();
  }, []);

  const go = (href: string): void => {
    onClose();
    router.push(href);
  };
  const places = PLACES.filter((place) => place.title.toLowerCase().startsWith(wanted.toLowerCase()));
  const sagas = wanted.length >= 2 ? (found.data?.items ?? []) : [];
  // Results come later than keys: Enter always means the row that is marked, and a row always is.
  const values = [...places.map((place) => place.href), ...sagas.map((saga) => saga.id)];
  const current = values.includes(selected) ? selected : (values[0] ?? "");

  return (
    <dialog
      aria-label="Search or jump"
      className="mx-auto mt-[12vh] w-[min(36rem,calc(100vw-2rem))] overflow-hidden rounded-xl border border-line bg-surface p-0 text-text shadow-2xl"
      onCancel={onClose}
      ref={element}
    >
      <Command label="Search or jump" onValueChange={setSelected} shouldFilter={false} value={current}>
        <Command.Input
          className="w-full border-line border-b bg-transparent px-4 py-3.5 text-[15px] outline-none"
          onValueChange={setText}
          placeholder="A page, a saga id or a business key"
          value={text}
        />
        <Command.List aria-label="Results" className="max-h-[50vh] overflow-y-auto p-2">
          <Command.Empty className="px-3 py-6 text-center text-[13px] text-muted">
            {found.isFetching ? "Searching" : "Nothing begins like this."}
          </Command.Empty>
          {places.map(({ href, title, Icon }) => (
            <Item key={href} onSelect={() => go(href)} value={href}>
              <Icon aria-hidden="true" className="text-muted" size={15} />
              {title}
            </Item>
          ))}
          {sagas.map((saga) => (
            <Item key={saga.id} onSelect={() => go(`/sagas/${saga.id}`)} value={saga.id}>
              <Badge face={describeSaga(saga)} />
              <span className="truncate font-medium">{saga.key ?? shortId(saga.id)}</span>
              <span className="ml-auto truncate font-mono text-[12px] text-muted">{shortId(saga.id)}</span>
            </Item>
          ))}
        </Command.List>
      </Command>
    </dialog>
  );
}

interface ItemProps {
  readonly value: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

function Item({ value, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      className="flex cursor-pointer items-center gap-2.5 rounded-md px-3 py-2 text-[13px] data-[selected=true]:bg-sunken"
      onSelect={onSelect}
      value={value}
    >
      {children}
    </Command.Item>
  );
}
