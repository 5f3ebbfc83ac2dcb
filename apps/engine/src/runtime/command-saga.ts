import type { Clock } from "../ports/clock.ts";
import type { CommandOutcome, HostCommand } from "../ports/saga-host.ts";
import type { HostLimits } from "./limits.ts";
import type { Mail, WaitingCommand } from "./mailbox/resident.ts";

/** What a command needs of the host. */
export interface CommandPorts {
  readonly clock: Clock;
  readonly limits: HostLimits;
  isOpen(): boolean;
  deliver(sagaId: string, mail: Mail): void;
  withdraw(sagaId: string, mail: Mail): boolean;
}

const UNAVAILABLE: CommandOutcome = { kind: "unavailable", retryAfterSeconds: 1 };

/**
 * Delivers commands and waits for their verdicts. A command that is still in its mailbox when the wait is over
 * is taken back, because memory promises nothing; one in a unit under way is pending.
 */
export function createCommander(ports: CommandPorts): (sagaId: string, request: HostCommand) => Promise<CommandOutcome> {
  return (sagaId, request) => {
    if (!ports.isOpen()) return Promise.resolve(UNAVAILABLE);

    const { promise, resolve } = Promise.withResolvers<CommandOutcome>();
    const command: WaitingCommand = {
      request,
      answer(outcome) {
        cancelWait();
        resolve(outcome);
      },
    };
    const mail: Mail = { event: { kind: "command", command: request.command }, command, due: null, failures: 0 };
    const giveUp = (): void =>
      resolve(ports.withdraw(sagaId, mail) ? UNAVAILABLE : { kind: "pending", commandId: request.command.commandId });
    const cancelWait = ports.clock.schedule(ports.limits.commandWaitMs, giveUp);
    ports.deliver(sagaId, mail);
    return promise;
  };
}
