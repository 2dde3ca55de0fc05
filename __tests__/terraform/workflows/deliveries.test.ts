import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Repository } from "../../operator/affected/repository";
import { FakeGitHub } from "../../support/fake-github";
import { recordedAction, uploadArtifact } from "../../workflows/executor/actions";
import { repositoryWith } from "../../workflows/executor/fixture";
import { jobOf } from "../../workflows/executor/results";
import { runWorkflow } from "../../workflows/executor/run";
import type { Answer } from "../../workflows/executor/tools";
import type { ActionCall } from "../../workflows/executor/world";
import { answers, recordedWorld } from "../../workflows/shipped";
import { describeShipped, textOf } from "../../workflows/shipped-files";
import { copyProject } from "../support/project-copy";
import { story } from "../support/story";

/** From `develop` to production by `application.yml`, with our own commands, Git and a GitOps repository. */

const [first, second] = ["a".repeat(40), "b".repeat(40)];
const image = `ghcr.io/acme/shop@sha256:${"1".repeat(64)}`;
const tag = `sha-aaaaaaa@${image.split("@")[1]}`;
const token = "actions/create-github-app-token";
const keep = "actions/upload-artifact";

const caller = (version: string) => `on: push
jobs:
  call:
    uses: ./.github/workflows/application.yml
    permissions: write-all
    with:
      language: node
      stacks_repository: acme/stacks
      stacks_ref: ${"c".repeat(40)}
      gitops_repository: charts
      gitops_client_id: Iv1.7
      version_url: ${version}
      environment: \${{ github.ref_type == 'tag' && 'prod' || 'staging' }}
    secrets: inherit
`;

describeShipped("deliveries by Git (build, scans and cosign: recorded, not run)", () => {
  const step = story();
  let folder: string;
  let charts: Repository;
  let github: FakeGitHub;
  let version: Server;
  /** What the address says of the build that runs. */
  let revision: string;
  /** What `cosign verify-attestation` prints: the delivery that was kept for signing. */
  let statement: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "deliveries-"));
    charts = new Repository(join(folder, "acme/charts.git"));
    charts.git("config", "receive.denyCurrentBranch", "ignore");
    for (const environment of ["staging", "production"]) {
      charts.write(`environments/${environment}/values.yaml`, "image:\n  repository: ghcr.io/acme/shop\n  tag: v1\n");
    }
    charts.commit();
    github = await FakeGitHub.start("acme/charts");
    for (const name of ["staging", "prod"]) {
      github.environments.set(name, { reviewers: ["bob"], preventSelfReview: true });
    }
    version = createServer((_, response) => response.end(JSON.stringify({ revision })));
    await new Promise<void>((resolve) => version.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await github.stop();
    version.close();
    rmSync(folder, { recursive: true });
  });

  const valuesOf = (environment: string) => charts.git("show", `main:environments/${environment}/values.yaml`);

  /** Keeps an artifact, and signs what staging was given. */
  function kept(call: ActionCall) {
    if (call.inputs["name"] === "delivered") {
      const predicate = JSON.parse(readFileSync(join(call.workspace, "delivered/evidence.json"), "utf8"));
      const subject = [{ name: "ghcr.io/acme/shop", digest: { sha256: "1".repeat(64) } }];
      const payload = Buffer.from(JSON.stringify({ subject, predicate })).toString("base64");
      statement = JSON.stringify({ payloadType: "application/vnd.in-toto+json", payload, signatures: [] });
    }
    return uploadArtifact.run(call);
  }

  /** A push to the application's repository, and what became of a job of it. */
  async function pushed(ref: string, sha: string, job: string) {
    const { port } = version.address() as AddressInfo;
    const root = repositoryWith({
      "caller.yml": caller(`http://127.0.0.1:${port}/version`),
      "application.yml": textOf("application.yml"),
    });
    const { world, tools } = await recordedWorld(
      { name: "push", ref, sha, actor: "ada" },
      github,
      {
        ...{ root, server: folder, reviews: { staging: "bob", prod: "bob" }, secrets: { GITOPS_APP_KEY: "key" } },
      },
      (place, { inputs }) => {
        if (inputs["repository"] && !inputs["path"]) copyProject(place);
      },
    );
    const own: Answer = { tool: "npm", when: "run gitops", real: true };
    tools.answer([own, { tool: "cosign", when: "^verify-attestation", stdout: `${statement}\n` }, ...answers]);
    const replaced = {
      [token]: recordedAction(token, () => ({ outputs: { token: github.token() } })),
      [keep]: { ...uploadArtifact, run: kept },
    };
    const env = { ...world.env, PROJECT: ".", HOME: process.env["HOME"] ?? "/tmp" };
    const result = await runWorkflow({ ...world, env, actions: { ...world.actions, ...replaced } }, "caller.yml");
    const { result: is, steps } = jobOf(result, `call/${job}`);
    const failed = steps.find(({ outcome }) => outcome === "failure");
    return { is, said: failed?.output ?? "", lines: tools.lines };
  }

  step("a version that staging never had is refused: nothing is built, signed or proposed", async () => {
    const { is, said, lines } = await pushed("refs/tags/v1.2.0", first, "production");
    expect({ is, said }).toEqual({
      is: "failure",
      said: expect.stringContaining("deliver this commit to staging first"),
    });
    expect(lines.filter((line) => /^(docker|cosign)|gitops -- production/.test(line))).toEqual([]);
  });

  step("a push to develop reaches staging by its digest, and the statement of it is signed", async () => {
    revision = first;
    const { is, lines } = await pushed("refs/heads/develop", first, "evidence");
    expect(is).toBe("success");
    expect(valuesOf("staging")).toContain(`tag: ${tag}`);
    expect(lines.at(-1)).toMatch(
      /^cosign attest .*--predicate delivered\/evidence.json ghcr.io\/acme\/shop@sha256:1+$/,
    );
  });

  step("its version opens a pull request with that digest, and ends once it is merged and answers", async () => {
    // Two people merge it.
    github.instead.set("GET /repos/acme/charts/pulls/1", () => {
      const [pull] = github.conversations.all;
      if (pull?.pull) Object.assign(pull, { state: "closed", closed_at: new Date().toISOString() });
      if (pull?.pull) pull.pull.isMerged = true;
      charts.git("update-ref", "refs/heads/main", "refs/heads/deploy-prod-v1.2.0");
      return undefined;
    });
    const { is, said, lines } = await pushed("refs/tags/v1.2.0", first, "production");
    expect({ is, said }).toEqual({ is: "success", said: "" });
    expect(valuesOf("production")).toContain(`tag: v1.2.0@${image.split("@")[1]}`);
    expect(lines).toContain(
      `docker buildx imagetools create --tag ghcr.io/acme/shop:1.2.0 --tag ghcr.io/acme/shop:1.2 ${image}`,
    );
    expect(github.conversations.all).toMatchObject([{ title: "Deploy v1.2.0 to Production" }]);
  });

  step("a version of another commit is refused", async () => {
    const { is, said } = await pushed("refs/tags/v1.3.0", second, "production");
    expect({ is, said }).toEqual({ is: "failure", said: expect.stringContaining("shop:sha-bbbbbbb@sha256:… in it") });
  });

  step("evidence of another commit is refused", async () => {
    const file = "environments/staging/values.yaml";
    charts.git("reset", "--quiet", "--hard");
    charts.write(file, valuesOf("staging").replace("sha-aaaaaaa", "sha-bbbbbbb")).commit();
    const { is, said } = await pushed("refs/tags/v1.3.0", second, "production");
    expect({ is, said }).toEqual({
      is: "failure",
      said: expect.stringContaining(`of commit ${first}, this run is of`),
    });
  });

  step("what staging took back is refused", async () => {
    const file = "environments/staging/values.yaml";
    charts.write(file, valuesOf("staging").replace("sha-bbbbbbb", "sha-aaaaaaa")).commit();
    const { is, said } = await pushed("refs/tags/v1.3.0", second, "production");
    expect({ is, said }).toEqual({
      is: "failure",
      said: expect.stringContaining("went back to sha-aaaaaaa@"),
    });
    expect(github.unknown).toEqual([]);
  });
});
