"use client";

import type { AllowedCommand, SagaView } from "@skald/shared";
import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useCommandDesk } from "#lib/command-desk.tsx";
import { COMMANDS, commandLabel, splitCommands } from "#lib/commands.ts";
import { Button } from "#ui/controls/button.tsx";

/** At most two commands in view and the rest behind More; what is not allowed now says why. */
export function SagaActions({ saga }: { readonly saga: SagaView }) {
  const desk = useCommandDesk();
  const { shown, more } = splitCommands(saga.allowedCommands);
  if (saga.allowedCommands.every((command) => !command.allowed) && saga.endedAt !== null) return null;

  const open = (command: AllowedCommand): void => desk.open({ type: command.type, state: command.state, lane: command.lane });
  return (
    <div className="flex flex-wrap gap-2">
      {shown.map((command, place) => (
        <Button key={command.type} look={lookOf(command, place)} onClick={() => open(command)}>
          {commandLabel(command)}
        </Button>
      ))}
      {more.length > 0 && (
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger asChild>
            <Button>
              More
              <ChevronDown aria-hidden="true" size={14} />
            </Button>
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content
              align="end"
              className="z-50 w-80 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-1 shadow-lg"
              collisionPadding={16}
              sideOffset={4}
            >
              {more.map((command) => (
                <MoreItem command={command} key={command.type} open={open} />
              ))}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      )}
    </div>
  );
}

interface MoreItemProps {
  readonly command: AllowedCommand;
  readonly open: (command: AllowedCommand) => void;
}

// Not Radix' own `disabled`: that would take the item, and with it the reason, out of reach of the keyboard.
function MoreItem({ command, open }: MoreItemProps) {
  const face = COMMANDS[command.type];
  return (
    <DropdownMenu.Item
      aria-disabled={!command.allowed || undefined}
      className="cursor-pointer rounded-md px-3 py-1.5 outline-none data-[highlighted]:bg-sunken aria-disabled:cursor-not-allowed"
      onSelect={(event) => {
        if (command.allowed) open(command);
        else event.preventDefault();
      }}
    >
      <span className={`block font-medium text-[13px] ${command.allowed ? TONES[face.tone] : "text-muted"}`}>{commandLabel(command)}</span>
      <span className="block text-[12px] text-muted">
        {command.allowed ? face.meaning : `Not now: ${command.why ?? "the engine does not allow it"}`}
      </span>
    </DropdownMenu.Item>
  );
}

const TONES = { plain: "", undo: "text-undo", bad: "text-bad" } as const;

function lookOf(command: AllowedCommand, place: number): "solid" | "undo" | "plain" {
  const { tone } = COMMANDS[command.type];
  if (tone === "undo") return "undo";
  return place === 0 && command.type !== "pause" ? "solid" : "plain";
}
