import { describe, expect, test } from "vitest";
import { htmlFromMarkdown } from "./markdown.ts";

describe("pages", () => {
  test("headings, paragraphs, lists, code and links become HTML", () => {
    const source =
      '# Title\n\nA **bold** word and `code`,\non two lines.\n\n- one\n- two\n  goes on\n\n```json\n{ "a": 1 }\n```\n\n[docs](/docs)\n';

    const { html } = htmlFromMarkdown(source);

    expect(html.split("\n")).toEqual([
      "<h1>Title</h1>",
      "<p>A <strong>bold</strong> word and <code>code</code>, on two lines.</p>",
      "<ul><li>one</li><li>two goes on</li></ul>",
      "<pre><code>{ &quot;a&quot;: 1 }</code></pre>",
      '<p><a href="/docs" rel="noopener noreferrer">docs</a></p>',
    ]);
  });

  test("nothing of the source is HTML by itself", () => {
    const { html } = htmlFromMarkdown('<script>alert(1)</script> `<b>` [x](javascript:alert(1)) [y](/a"onclick=1)');

    expect(html).toBe(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; <code>&lt;b&gt;</code> [x](javascript:alert(1)) <a href="/a&quot;onclick=1" rel="noopener noreferrer">y</a></p>',
    );
  });
});
