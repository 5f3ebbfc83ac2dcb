"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useEffect, useState } from "react";
import { applyTheme, readTheme, THEMES, type Theme } from "#lib/theme.ts";

const FACES = {
  system: { word: "System theme", Icon: Monitor },
  light: { word: "Light theme", Icon: Sun },
  dark: { word: "Dark theme", Icon: Moon },
} as const satisfies Record<Theme, { readonly word: string; readonly Icon: typeof Sun }>;

/** Goes round system, light and dark. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>("system");

  // Talks to the browser's storage, which the server cannot see.
  useEffect(() => setTheme(readTheme()), []);

  const { word, Icon } = FACES[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return (
    <button
      aria-label={`${word}, change to ${FACES[next].word.toLowerCase()}`}
      className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-text"
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
      title={word}
      type="button"
    >
      <Icon aria-hidden="true" size={16} />
    </button>
  );
}
