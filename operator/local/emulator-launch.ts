import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { sayIfLong } from "../process/patience";
import { UserError } from "../process/user-error";
import { emulatorPython, emulatorSource } from "./emulator-install";
import { type EmulatorProcess, end, isAnswering, startSeconds, until, waitText } from "./emulator-process";
import type { EmulatorProgram } from "./emulator-program";

/** A process that was started and may not answer yet. */
export interface Launched {
  readonly process: EmulatorProcess;
  /** Resolves when it answers. @throws {UserError} when it has ended, or does not answer in time */
  ready(): Promise<void>;
  /** Kills it, if it still runs. */
  kill(): Promise<void>;
}

/** The key of an emulator that is being started. */
export function newKey(): string {
  return `emulator${randomBytes(16).toString("hex")}`;
}

/** Starts one emulator, in an environment of its own; its log is `<folder>/<name>.log`, its temporary files are in `<folder>/<name>`. */
export function launch(program: EmulatorProgram, folder: string, port: number, key = newKey()): Launched {
  const path = join(folder, `${program.name}.log`);
  const log = openSync(path, "w", 0o600);
  const child = spawn(
    emulatorPython(folder, program),
    [emulatorSource(folder, program, "server.py"), "-H", "127.0.0.1", "-p", `${port}`],
    { detached: true, stdio: ["ignore", log, log], env: environment(program, folder, key) },
  );
  closeSync(log);
  let failure: string | undefined;
  child.once("error", (error) => {
    failure = error.message;
  });
  child.once("exit", () => {
    failure ??= readFileSync(path, "utf8").trim().split("\n").at(-1) || "it ended at once";
  });
  child.unref();

  const started = { pid: child.pid ?? 0, port, startedAt: new Date().toISOString(), key };
  const process = { ...started, endpoint: `http://127.0.0.1:${port}` };
  return {
    process,
    ready: async () => {
      const ready = async () => failure !== undefined || (await isAnswering(program, process));
      const done = await sayIfLong(waitText(program, process), () => until(startSeconds, ready), undefined, 10_000);
      if (done && !failure) return;
      const reason = failure ?? `no answer in ${startSeconds} s`;
      throw new UserError(`The emulator did not start: ${reason} (see ${path})`);
    },
    kill: async () => {
      if (failure) return;
      failure = "it was ended";
      await end(process, 0);
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === "object" ? address.port : 0));
    });
  });
}

/** The variables that are passed on: those that any program needs, the paths of the machine's certificates, and what tests set. */
const passedOn =
  /^(PATH|HOME|USER|LOGNAME|SHELL|TZ|LANG|LC_\w+|PYTHON\w+|MOTO_\w+|MINISTACK_ALIAS_SEED|SSL_CERT_\w+|\w+_CA_(BUNDLE|CERTS))$/;

/** The environment of an emulator. Functions inherit it: they must find no account, token or other setting of the user. */
function environment({ name }: EmulatorProgram, folder: string, key: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([key]) => passedOn.test(key));
  const TMPDIR = resolve(folder, name);
  rmSync(TMPDIR, { recursive: true, force: true });
  mkdirSync(TMPDIR, { recursive: true, mode: 0o700 });
  return { ...Object.fromEntries(own), TMPDIR, EMULATOR_KEY: key };
}
