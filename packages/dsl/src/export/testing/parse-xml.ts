/** An element of a document, without what is inside it. */
export interface XmlTag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Reads XML strictly enough to see that it is well-formed: tags nest, attributes are quoted and unique, text is escaped. */
export function parseXml(text: string): { readonly elements: readonly XmlTag[]; readonly problem: string | null } {
  const elements: XmlTag[] = [];
  const open: string[] = [];
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const token = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let at = 0;
  for (const [whole, closing, name = "", raw = "", selfClosing, characters] of body.matchAll(token)) {
    at += whole.length;
    const entities = (characters ?? raw).replaceAll(/&(?:amp|lt|gt|quot|#\d+);/g, "");
    // The characters XML 1.0 allows.
    if (entities.includes("&") || !/^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u.test(whole))
      return { elements, problem: whole };
    if (characters !== undefined) continue;
    if (closing === "/" && open.pop() !== name) return { elements, problem: whole };
    if (closing === "/") continue;
    const attributes = [...raw.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value] as const);
    if (new Set(attributes.map(([key]) => key)).size !== attributes.length) return { elements, problem: whole };
    elements.push({ name, attributes: Object.fromEntries(attributes) });
    if (selfClosing === "") open.push(name);
  }
  return { elements, problem: at === body.length && open.length === 0 ? null : body.slice(at, at + 80) || open.join(" ") };
}
