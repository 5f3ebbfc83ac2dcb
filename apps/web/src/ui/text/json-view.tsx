import { prettyJson } from "#lib/text.ts";
import { CopyButton } from "#ui/controls/copy-button.tsx";

interface JsonViewProps {
  readonly value: unknown;
  readonly label: string;
  readonly tall?: boolean;
}

/** A value as text. Hostile text stays text: no links, no mark-up. */
export function JsonView({ value, label, tall = false }: JsonViewProps) {
  const { text, cut } = typeof value === "string" ? { text: value, cut: false } : prettyJson(value);
  return (
    <div className="relative">
      <div className="absolute top-1 right-1">
        <CopyButton label={`Copy ${label}`} text={text} />
      </div>
      <section
        aria-label={label}
        className={`overflow-auto rounded-md bg-sunken ${tall ? "max-h-[60vh]" : "max-h-72"}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <pre className="whitespace-pre-wrap break-words p-3 pr-9 font-mono text-[12px] leading-[1.55]">{text}</pre>
      </section>
      {cut && <p className="mt-1 text-[12px] text-muted">Only the beginning is shown; copy it from the API to see all.</p>}
    </div>
  );
}
