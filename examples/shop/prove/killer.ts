import type { CallMoment } from "../participants/kit/participant.ts";
import type { EngineProcess } from "./engine-process.ts";

/** Kills the engine at moments a seed has chosen, and starts it again each time. */
export interface Killer {
  /** Told of every call that arrives at a participant, and of every piece of work that is committed. */
  watch(moment: CallMoment): void;
  kills(): number;
  /** Kills as often as is left; resolves when the engine is up for good. */
  finish(): Promise<void>;
}

/** What the killer works with. */
export interface KillerSetting {
  readonly engine: EngineProcess;
  readonly random: () => number;
  readonly kills: number;
  /** Among how many moments the kills are spread. */
  readonly moments: number;
  readonly say: (line: string) => void;
}

/**
 * The kill happens inside the participant's call: its work may be committed, its answer is not sent.
 * That is the worst moment for an engine, and the seed finds it again.
 */
export function createKiller({ engine, random, kills, moments, say }: KillerSetting): Killer {
  const points = Array.from({ length: kills }, () => Math.ceil(random() * moments)).toSorted((left, right) => left - right);
  let seen = 0;
  let done = 0;
  let restart: Promise<void> = Promise.resolve();

  const killNow = (reason: string): void => {
    done += 1;
    say(`kill -9 ${done}/${kills} ${reason}`);
    restart = engine.kill().then(() => engine.start());
    restart.catch(() => undefined); // told by finish()
  };

  return {
    watch: ({ operation, phase }) => {
      seen += 1;
      const point = points[done];
      if (point === undefined || seen < point || !engine.isReady()) return;
      killNow(`at moment ${seen}, ${operation} ${phase}`);
    },
    kills: () => done,
    finish: async () => {
      await restart;
      while (done < kills) {
        killNow("at rest");
        await restart;
      }
    },
  };
}
