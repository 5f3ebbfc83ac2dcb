import { createHash } from "node:crypto";

/** Text that is HTML already. Everything else is escaped. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | readonly Html[];

/** Builds HTML; whatever is put in is text, unless it was built by this too. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.reduce((text, string, index) => `${text}${textOf(parts[index - 1] ?? "")}${string}`) };
}

function textOf(part: Part): string {
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));

  return "html" in part ? part.html : part.map((one) => one.html).join("");
}

/** Text that may stand anywhere in a page. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1a1d21;--soft:#5a626c;--line:#d9dde2;--ground:#fff;--raised:#f5f6f8;--accent:#1f5fbf}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3abb5;--line:#353a41;--ground:#15181c;--raised:#1e2227;--accent:#8ab4f8}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 5rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1.75rem 0 .25rem}
p,ul,table,pre{margin:.5rem 0}
a{color:var(--accent)}
code,pre{font:14px/1.5 ui-monospace,monospace}
code{background:var(--raised);padding:.1em .3em;border-radius:3px}
pre{background:var(--raised);padding:.75rem 1rem;border-radius:6px;overflow-x:auto}
pre code{background:none;padding:0}
table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);font-size:15px}
th{color:var(--soft);font-weight:600}
.method{font-weight:700;display:inline-block;min-width:4.5rem}
.soft{color:var(--soft)}
`;

/** Allows this one style and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** A whole page. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Skald</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.html;
}
