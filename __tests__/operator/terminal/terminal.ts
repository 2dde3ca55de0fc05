import { spawn } from "node:child_process";
import { join } from "node:path";

/** Keys that are typed when a text is seen. */
export interface Step {
  /** A regular expression. */
  readonly seen: string;
  /** Seconds to wait then. @default 0 */
  readonly after?: number;
  readonly keys: string;
}

export const ctrlC = "\x03";
export const ctrlD = "\x04";

/** What a person saw. */
export interface Session {
  readonly code: number;
  readonly text: string;
}

/** Runs a command in a pseudo-terminal, 80 columns wide, and types into it. */
export function inTerminal(
  command: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  steps: readonly Step[],
): Promise<Session> {
  const python = spawn(process.env["PYTHON"] || "python3", [join(__dirname, "type.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  python.stdin.end(JSON.stringify({ command, cwd, env, steps }));
  let out = "";
  python.stdout.setEncoding("utf8").on("data", (text) => (out += text));
  return new Promise((resolve, reject) => {
    python.once("error", reject);
    python.once("close", () => resolve(JSON.parse(out) as Session));
  });
}
