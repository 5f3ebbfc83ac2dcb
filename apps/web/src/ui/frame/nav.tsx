"use client";

import { Activity, FileCode2, HeartPulse, ListTree } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";

/** The pages of the console, for the navigation and the palette. */
export const PLACES = [
  { href: "/", title: "Overview", Icon: Activity },
  { href: "/sagas", title: "Sagas", Icon: ListTree },
  { href: "/definitions", title: "Definitions", Icon: FileCode2 },
  { href: "/health", title: "Health", Icon: HeartPulse },
] as const;

interface NavProps {
  readonly layout: "side" | "bottom";
}

/** The main navigation: beside the page on wide screens, below it on narrow ones. */
export function Nav({ layout }: NavProps) {
  const path = usePathname();
  const list = layout === "side" ? "flex flex-col gap-0.5" : "grid grid-cols-4";
  const link =
    layout === "side"
      ? "flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-[13px]"
      : "flex flex-col items-center gap-0.5 py-2 text-[11px]";

  return (
    <nav aria-label="Main">
      <ul className={list}>
        {PLACES.map(({ href, title, Icon }) => {
          const here = href === "/" ? path === "/" : path.startsWith(href);
          return (
            <li key={href}>
              <Link
                aria-current={here ? "page" : undefined}
                className={`${link} font-medium ${here ? "bg-sunken text-text" : "text-muted hover:bg-sunken hover:text-text"}`}
                href={href}
                prefetch={false}
              >
                <Icon aria-hidden="true" size={16} />
                {title}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
