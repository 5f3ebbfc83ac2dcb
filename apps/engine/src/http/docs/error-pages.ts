import { readFile } from "node:fs/promises";
import { DIAGNOSTICS } from "@skald/dsl";
import { CATALOGUE } from "@skald/shared";
import { type Html, html, page } from "./html.ts";
import { htmlFromMarkdown } from "./markdown.ts";

/** The pages of the repository, two folders above the packages. */
const PAGES = new URL("../../../../../docs/errors/", import.meta.url);

interface Entry {
  readonly title: string;
  readonly remedy: string;
}

const DIAGNOSTIC_ENTRIES: Readonly<Record<string, Entry>> = DIAGNOSTICS;

/** The page of one code of the API or of a diagnostic; null when nobody knows the code. */
export async function errorPage(code: string): Promise<string | null> {
  const entry = entryOf(code);
  if (entry === null) return null;

  const folder = Object.hasOwn(CATALOGUE, code) ? "" : "diagnostics/";
  const written = await readFile(new URL(`${folder}${code}.md`, PAGES), "utf8").catch(() => null);
  const body = written === null ? html`<h1>${code}</h1><p>${entry.title}.</p><p>${entry.remedy}</p>` : htmlFromMarkdown(written);
  return page(code, html`${body}<p class="soft"><a href="/docs/errors">All codes</a> · <a href="/docs">API</a></p>`);
}

/** A page with every code. */
export function errorIndexPage(): string {
  const api = Object.entries(CATALOGUE).map(([code, { status, title }]) => row(code, `${status} ${title}`));
  const diagnostics = Object.entries(DIAGNOSTIC_ENTRIES).map(([code, { title }]) => row(code, title));

  return page(
    "Codes",
    html`<h1>Codes</h1>
<p><a href="/docs">API</a></p>
<h2>Answers of the API</h2><table>${api}</table>
<h2>Diagnostics of documents</h2><table>${diagnostics}</table>`,
  );
}

function row(code: string, title: string): Html {
  return html`<tr><td><a href="/docs/errors/${code}"><code>${code}</code></a></td><td>${title}</td></tr>`;
}

/** Codes name files, so only codes of the tables are looked for. */
function entryOf(code: string): Entry | null {
  if (Object.hasOwn(CATALOGUE, code)) return CATALOGUE[code as keyof typeof CATALOGUE];

  return Object.hasOwn(DIAGNOSTIC_ENTRIES, code) ? (DIAGNOSTIC_ENTRIES[code] ?? null) : null;
}
