"use client";

import type { DiagnosticView } from "@skald/shared";
import dynamic from "next/dynamic";
import { useState } from "react";
import { plural } from "#lib/text.ts";
import { Failure, Skeleton } from "#ui/status/states.tsx";
import { StatusIcon } from "#ui/status/status-icon.tsx";
import { Card } from "#ui/text/card.tsx";
import { DiagnosticList } from "./diagnostic-list.tsx";
import { useValidation, type Validation } from "./use-validation.ts";

// The editor is the heaviest part of the console: its code is loaded only where it is used.
const YamlEditor = dynamic(() => import("./yaml-editor.tsx").then((module) => module.YamlEditor), {
  ssr: false,
  loading: () => <Skeleton label="the editor" rows={8} />,
});

const NONE: readonly DiagnosticView[] = [];

interface ValidatePanelProps {
  readonly initial: string;
  readonly title: string;
}

/** A place to try a document: findings with code, place, caret and remedy, as the command line tells them. */
export function ValidatePanel({ initial, title }: ValidatePanelProps) {
  const [source, setSource] = useState(initial);
  const [jump, setJump] = useState<{ readonly line: number; readonly column: number } | null>(null);
  const validation = useValidation(source);
  const diagnostics = validation.result?.diagnostics ?? NONE;

  return (
    <Card aside={<Verdict validation={validation} />} flush title={title}>
      <div className="grid lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="h-[26rem] min-w-0 border-line max-lg:border-b lg:border-r">
          <YamlEditor diagnostics={diagnostics} initial={initial} jump={jump} onChange={setSource} />
        </div>
        <div className="min-w-0 overflow-y-auto lg:max-h-[26rem]">
          {validation.error !== null && <Failure error={validation.error} what="The verdict" />}
          {validation.error === null && <DiagnosticList diagnostics={diagnostics} jump={setJump} result={validation.result} />}
        </div>
      </div>
    </Card>
  );
}

function Verdict({ validation }: { readonly validation: Validation }) {
  const { result, isChecking } = validation;
  return (
    <span className="text-[13px]" role="status">
      {result === null && <span className="text-muted">{isChecking ? "Checking" : "Paste or write a document"}</span>}
      {result?.valid === true && (
        <span className="inline-flex items-center gap-1.5 font-medium text-ok">
          <StatusIcon name="check" size={14} />
          Valid
          {isChecking && <span className="text-muted">, checking again</span>}
        </span>
      )}
      {result !== null && !result.valid && (
        <span className="inline-flex items-center gap-1.5 font-medium text-bad">
          <StatusIcon name="cross" size={14} />
          {plural(result.diagnostics.filter((found) => found.severity === "error").length, "error")}
        </span>
      )}
    </span>
  );
}
