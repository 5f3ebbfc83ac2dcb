"use client";

import type { BreakerRequest, ServiceView } from "@skald/shared";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { askEngine, withQuery } from "#lib/api.ts";
import { healthQuery } from "#lib/queries.ts";
import { useToasts } from "#lib/toasts.tsx";
import { Button } from "#ui/controls/button.tsx";
import { Dialog } from "#ui/controls/dialog.tsx";
import { Field, INPUT } from "#ui/controls/field.tsx";
import { Notice } from "#ui/status/notice.tsx";

export type BreakerChange = BreakerRequest["state"];

const CHANGES = {
  open: {
    verb: "Hold breaker open",
    effect: "Every call to it waits, in all sagas, until the breaker is released. Waiting burns no attempts.",
  },
  closed: { verb: "Hold breaker closed", effect: "Every call goes through, however many fail. Failing calls use up their attempts." },
  auto: { verb: "Back to automatic", effect: "The breaker opens and closes by itself again, by the rule of the service's catalogue." },
} as const satisfies Record<BreakerChange, { readonly verb: string; readonly effect: string }>;

const REASON_MIN = 10;

interface BreakerDialogProps {
  readonly service: ServiceView;
  readonly change: BreakerChange;
  readonly onClose: () => void;
}

/** Takes a breaker in hand, or lets it go, for a reason. It concerns every saga that calls the service. */
export function BreakerDialog({ service, change, onClose }: BreakerDialogProps) {
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const client = useQueryClient();
  const { show } = useToasts();
  const { verb, effect } = CHANGES[change];
  const isShort = reason.trim().length < REASON_MIN;
  const send = useMutation({
    mutationFn: () =>
      askEngine(withQuery(`/api/v1/services/${encodeURIComponent(service.name)}/breaker`, { namespace: service.namespace }), {
        method: "POST",
        body: { state: change, reason: reason.trim() } satisfies BreakerRequest,
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: healthQuery().queryKey });
      show({ text: `${verb}: ${service.name}`, tone: "plain" });
      onClose();
    },
  });
  const confirm = (): void => {
    setTried(true);
    if (!isShort && !send.isPending) send.mutate();
  };

  return (
    <Dialog
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button inactive={send.isPending} look="solid" onClick={confirm}>
            {send.isPending ? "Sending" : verb}
          </Button>
        </>
      }
      onClose={onClose}
      onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && confirm()}
      title={`${verb}: ${service.namespace}/${service.name}`}
    >
      <div className="space-y-4 text-[13px]">
        <p>{effect}</p>
        {send.isError && (
          <Notice alert icon="cross" title="The engine did not take it" tone="bad">
            {send.error.message} Setting it again is harmless.
          </Notice>
        )}
        <Field
          error={tried && isShort ? `Say why, in at least ${REASON_MIN} characters.` : null}
          hint="Shown beside the breaker for as long as it is held."
          label="Reason"
          required
        >
          {({ id, describedBy }) => (
            <textarea
              aria-describedby={describedBy}
              aria-required
              className={INPUT}
              id={id}
              onChange={(event) => setReason(event.target.value)}
              rows={2}
              value={reason}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
