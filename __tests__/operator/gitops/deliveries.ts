import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GitHub } from "../../../operator/github/client";
import type { DeliverProps } from "../../../operator/gitops/delivery";
import { imageOf } from "../../../operator/gitops/values";
import { Repository } from "../affected/repository";

export const image = imageOf(`ghcr.io/example/ai-prism/api@sha256:${"a".repeat(64)}`);
export const other = imageOf(`ghcr.io/example/ai-prism/api@sha256:${"b".repeat(64)}`);
export const values =
  "# Both regions read it.\nimage:\n  repository: ghcr.io/example/ai-prism/api # the build\n  tag: v2.1.0\nreplicaCount: 1\n";

/** A GitOps repository in a folder of its own, with a time that passes when a delivery sleeps. */
export class Deliveries {
  readonly folder = mkdtempSync(join(tmpdir(), "gitops-"));
  readonly remote = new Repository(join(this.folder, "remote"));
  readonly said: string[] = [];
  time = 0;
  private readonly servers: Server[] = [];

  constructor() {
    const files = ["staging", "production"].map((environment) => `environments/${environment}/values.yaml`);
    for (const file of files) this.remote.write(file, values);
    this.remote.commit();
    // As a server's repository: a push to its branch is taken.
    this.remote.git("config", "receive.denyCurrentBranch", "ignore");
  }

  end(): void {
    for (const server of this.servers) server.close();
    rmSync(this.folder, { recursive: true });
  }

  props(more: Partial<DeliverProps> = {}): DeliverProps {
    const sleep = async (ms: number) => {
      this.time += ms;
    };
    const place = { owner: "example", repo: "gitops", remote: { url: this.remote.dir }, base: "main" };
    const clock = { now: () => this.time, sleep };
    const say = (line: string) => this.said.push(line);
    return { ...place, image, tag: "v2.2.0", timeoutSeconds: 600, clock, say, ...more };
  }

  /** An address that says which build answers. */
  async serve(text: () => string): Promise<string> {
    const server = createServer((_, response) => response.end(text()));
    this.servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/version`;
  }
}

/** GitHub's pull requests of one repository, with the calls that change something. */
export function fakeGitHub(states: readonly ("open" | "merged" | "closed")[] = ["open"]) {
  const made: Record<string, unknown>[] = [];
  const left = [...states];
  const answer = (state: string) => ({
    number: 7,
    html_url: "https://github.com/example/gitops/pull/7",
    state: state === "open" ? "open" : "closed",
    merged_at: state === "merged" ? "2026-11-30T10:00:00Z" : null,
  });
  const gitHub: GitHub = {
    async call(route, parameters, schema) {
      if (route.startsWith("POST ")) made.push(parameters);
      return schema.parse(
        answer(route.startsWith("POST ") ? "open" : ((left.length > 1 ? left.shift() : left[0]) ?? "open")),
      );
    },
    async list(_, __, schema) {
      return made.length > 0 ? [schema.parse(answer("open"))] : [];
    },
  };
  return { gitHub, made };
}
