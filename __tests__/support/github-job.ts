import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeGitHub } from "./fake-github";
import type { Permissions } from "./github/routes";

/** What GitHub sets for the first attempt of run 77, in which a job calls a fake of GitHub. */
export const jobVariables = (fake: FakeGitHub, permissions: Permissions): Record<string, string> => ({
  GITHUB_ACTIONS: "true",
  GITHUB_TOKEN: fake.token(permissions),
  GITHUB_API_URL: fake.url,
  GITHUB_REPOSITORY: "your-org/stacks",
  GITHUB_RUN_ID: "77",
  GITHUB_RUN_ATTEMPT: "1",
});

/** The environment of a job of GitHub Actions, with a fake of GitHub, for a command that runs in this process. */
export class GitHubJob {
  readonly folder = mkdtempSync(join(tmpdir(), "job-"));
  readonly out: string[] = [];
  private readonly before = { ...process.env };

  private constructor(readonly fake: FakeGitHub) {}

  static async start(permissions: Permissions, more: NodeJS.ProcessEnv = {}): Promise<GitHubJob> {
    const job = new GitHubJob(await FakeGitHub.start("your-org/stacks"));
    Object.assign(process.env, jobVariables(job.fake, permissions), more);
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      job.out.push(String(text).trimEnd());
      return true;
    });
    return job;
  }

  /** The file of the event, as `pull_request` has it. */
  event(event: object): void {
    const file = join(this.folder, "event.json");
    writeFileSync(file, JSON.stringify(event));
    process.env["GITHUB_EVENT_PATH"] = file;
  }

  async stop(): Promise<void> {
    jest.restoreAllMocks();
    await this.fake.stop();
    for (const name of Object.keys(process.env)) if (!(name in this.before)) delete process.env[name];
    Object.assign(process.env, this.before);
    process.exitCode = 0;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
