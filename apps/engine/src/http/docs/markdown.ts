import { escapeHtml, type Html, html } from "./html.ts";

/**
 * The few constructs our own pages use: headings, paragraphs, lists, code blocks, inline code, bold and links.
 * Anything else is text; nothing of the source reaches the page unescaped.
 */
export function htmlFromMarkdown(source: string): Html {
  const blocks: Html[] = [];
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  while (lines.length > 0) {
    const line = lines.shift() ?? "";
    if (line.trim() === "") continue;
    if (line.startsWith("```"))
      blocks.push(html`<pre><code>${takeUntil(lines, (one) => one.startsWith("```"), true).join("\n")}</code></pre>`);
    else if (/^#{1,3} /.test(line)) blocks.push(heading(line));
    else if (/^[-*] /.test(line)) blocks.push(list([line, ...takeUntil(lines, (one) => !/^(?:[-*] | {2})/.test(one), false)]));
    else blocks.push(html`<p>${inline([line, ...takeUntil(lines, (one) => !isText(one), false)].join(" "))}</p>`);
  }

  return { html: blocks.map((block) => block.html).join("\n") };
}

function isText(line: string): boolean {
  return line.trim() !== "" && !/^(?:```|#{1,3} |[-*] )/.test(line);
}

function takeUntil(lines: string[], isEnd: (line: string) => boolean, swallow: boolean): readonly string[] {
  const end = lines.findIndex(isEnd);
  const taken = lines.splice(0, end === -1 ? lines.length : end);
  if (swallow) lines.shift();

  return taken;
}

function heading(line: string): Html {
  const [, marks = "#", text = ""] = /^(#+) (.*)$/.exec(line) ?? [];
  const tag = `h${marks.length}`;

  return { html: `<${tag}>${inline(text).html}</${tag}>` };
}

function list(lines: readonly string[]): Html {
  const items: string[] = [];
  for (const line of lines) {
    if (/^[-*] /.test(line)) items.push(line.slice(2));
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }

  return html`<ul>${items.map((item) => html`<li>${inline(item)}</li>`)}</ul>`;
}

/** Code first: nothing inside it means anything. */
function inline(text: string): Html {
  const parts = text.split(/(`[^`]+`)/).map((part) => {
    if (part.length > 2 && part.startsWith("`") && part.endsWith("`")) return `<code>${escapeHtml(part.slice(1, -1))}</code>`;
    return escapeHtml(part)
      .replaceAll(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
      .replaceAll(/\[([^\]]+)\]\(((?:https?:\/\/|\/|\.\/|#)[^)\s]*)\)/g, '<a href="$2" rel="noopener noreferrer">$1</a>');
  });

  return { html: parts.join("") };
}
