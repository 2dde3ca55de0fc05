import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FakeTerraform } from "../operations/fake-terraform";
import { inTerminal, type Session, type Step } from "./terminal";

/**
 * Answers like both emulators that hold nothing, and records what empties them. Requests to the bucket `b` get no answer, those that the
 * file `slow` names get it after 5 s.
 */
const emulator = `
const { appendFileSync, existsSync, readFileSync } = require("node:fs");
require("node:http").createServer((request, response) => {
  if (request.url.startsWith("/b")) return; // A bucket of this name never answers.
  const isSlow = existsSync("slow") && new RegExp(readFileSync("slow", "utf8")).test(request.url);
  setTimeout(() => {
    if (request.url.endsWith("/reset")) appendFileSync("resets", request.url + "\\n");
    response.end(JSON.stringify({ pid: process.pid, ResourceTagMappingList: [] }));
  }, isSlow ? 5000 : 0);
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });
`;

/** A project with the npm scripts, the real settings, a fake Terraform, and an emulator that only answers. */
export class Project extends FakeTerraform {
  private readonly programs: ChildProcess[] = [];

  static async make(): Promise<Project> {
    const project = new Project();
    project.copySource();
    await project.startEmulator();
    return project;
  }

  /** Runs an npm command in a terminal. */
  npm(command: readonly string[], steps: readonly Step[] = []): Promise<Session> {
    return inTerminal(["npm", ...command], this.dir, { ...process.env, ...this.env, NO_COLOR: "1" }, steps);
  }

  /** The stack as it was built last. */
  builtLast(id: string, content: object): void {
    mkdirSync(join(this.dir, ".local/stacks", id), { recursive: true });
    writeFileSync(join(this.dir, ".local/stacks", id, "cdk.tf.json"), JSON.stringify(content));
  }

  /** From now on the emulators are slow to answer requests whose path matches. */
  isSlow(path: RegExp): void {
    writeFileSync(join(this.dir, "slow"), path.source);
  }

  /** Whether the emulator was emptied. */
  get wasReset(): boolean {
    return this.resets > 0;
  }

  /** How often one of the two emulators was emptied. */
  get resets(): number {
    const file = join(this.dir, "resets");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").length : 0;
  }

  override remove(): void {
    for (const program of this.programs) program.kill("SIGKILL");
    super.remove();
  }

  private copySource(): void {
    rmSync(join(this.dir, "operator"), { recursive: true });
    for (const name of ["functions", "charts", "operator", "node_modules", "package-lock.json", "cdktf.json"])
      symlinkSync(resolve(name), join(this.dir, name));
    for (const part of ["environments", "systems"]) cpSync(part, join(this.dir, part), { recursive: true });
    const launch = JSON.stringify(resolve("operator/start/launch.cjs"));
    writeFileSync(join(this.dir, "cli.cjs"), `require(${launch}).start("cli");\n`);
    const text = readFileSync("package.json", "utf8").replaceAll("operator/start/launch.cjs cli", "cli.cjs");
    const { scripts } = JSON.parse(text) as { scripts: object };
    writeFileSync(join(this.dir, "package.json"), JSON.stringify({ scripts }));
  }

  private async startEmulator(): Promise<void> {
    const [moto, ministack] = [await this.startProgram("moto"), await this.startProgram("ministack")];
    writeFileSync(join(this.dir, ".local/emulator.json"), JSON.stringify({ moto, ministack }));
  }

  private async startProgram(name: string): Promise<object> {
    const program = spawn(process.execPath, ["-e", emulator], { cwd: this.dir, stdio: ["ignore", "pipe", "inherit"] });
    this.programs.push(program);
    const port = await new Promise((found) => program.stdout.once("data", (text) => found(Number(text))));
    const folder = join(this.dir, ".local/python", name);
    mkdirSync(join(folder, "bin"), { recursive: true });
    writeFileSync(join(folder, "bin/python"), "");
    const wanted = readFileSync(`operator/local/${name}/requirements.txt`);
    writeFileSync(join(folder, "installed"), createHash("sha256").update(wanted).digest("hex"));
    return {
      pid: program.pid,
      port,
      startedAt: "2026-01-01T00:00:00Z",
      endpoint: `http://127.0.0.1:${port}`,
      key: `emulator${"0".repeat(32)}`,
    };
  }
}
