// The keeper ties the server to the life of its supervisor. It is a shell that waits for the end of
// a pipe whose other end only the supervisor holds. When the supervisor is gone without a word
// (`kill -9`), it gives the engines time to drain, and then stops the server, unless a new
// supervisor has adopted it in the meantime and written its own token into the file `owner`.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import type { DatabaseHome } from "./database-home.ts";
import { asUser } from "./database-user.ts";

/** Takes the tie off again. */
export type Untie = () => void;

const SCRIPT = `
cat >/dev/null
[ "$(cat "$1" 2>/dev/null)" = "$2" ] || exit 0
sleep "$3"
[ "$(cat "$1" 2>/dev/null)" = "$2" ] || exit 0
exec "$4" stop -D "$5" -m fast -w -t 30 >/dev/null 2>&1
`;

/** Makes this process answer for the running server. `graceSeconds` is longer than an engine may drain. */
export function tieToThisProcess(home: DatabaseHome, binaries: Binaries, graceSeconds: number): Untie {
  if (process.platform === "win32") return () => undefined;

  const owner = join(home.root, "owner");
  const token = randomUUID();
  writeFileSync(owner, token, { mode: 0o644 });
  const keeper: ChildProcess = spawn(
    "/bin/sh",
    ["-c", SCRIPT, "skald-database-keeper", owner, token, String(graceSeconds), binaries.pgCtl, home.data],
    {
      ...asUser(home.user),
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    },
  );
  keeper.on("error", () => undefined);
  keeper.unref();

  return () => {
    rmSync(owner, { force: true });
    keeper.stdin?.destroy();
  };
}
