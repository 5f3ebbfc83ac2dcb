import type { SagaView } from "@skald/shared";
import { JsonView } from "#ui/text/json-view.tsx";

/** What went in and what came out. Sensitive fields come masked from the engine. */
export function IoTab({ saga }: { readonly saga: SagaView }) {
  return (
    <div className="grid gap-4 p-4 lg:grid-cols-2">
      <section>
        <h2 className="mb-2 font-semibold text-[14px]">Input</h2>
        <JsonView label="input" tall value={saga.input} />
      </section>
      <section>
        <h2 className="mb-2 font-semibold text-[14px]">Output</h2>
        {saga.output === null ? (
          <p className="text-[13px] text-muted">There is none{saga.endedAt === null ? " yet" : ""}.</p>
        ) : (
          <JsonView label="output" tall value={saga.output} />
        )}
      </section>
    </div>
  );
}
