import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ran } from "../../../workflows/shipped";
import type { Step } from "../../support/story";
import { putFirstRelease } from "./first-release";
import type { Jobs } from "./jobs";
import { built, first, stackOf } from "./project-files";
import { failures, said } from "./said";
import type { PipelineStage } from "./stage";

const [staging, prod] = [stackOf("staging"), stackOf("prod")];
const version = "v1.2.0";
const candidate = `${version}-rc.1`;

/** A version from its candidate in staging to production: what must be so is enforced, and what runs is what was approved. */
export function candidates(stage: PipelineStage, jobs: Jobs, step: Step): void {
  step("production is refused before there is evidence: nothing is planned", async () => {
    jobs.checked(stage.main);
    const { result } = await jobs.deployed(version);
    expect(ran(result)).toEqual([`${prod}-promote/promote failure`]);
    expect(said(result, `${prod}-promote/promote`)).toContain(
      `expected the artifact evidence-${staging} of a run of deploy-shop.yml for staging, found none: release to staging first`,
    );
    await stage.has("prod", first);
  });

  step(
    "a candidate's tag applies the edit to staging, releases what the first environment has, and signs its evidence",
    async () => {
      await putFirstRelease(stage);
      const { result, tools } = await jobs.deployed(candidate);
      expect(failures(result)).toEqual([]);
      expect(ran(result)).toEqual([
        ...[`${staging}-promote/promote success`, `${staging}/plan success`, `${staging}/apply success`],
        `${staging}-release/release success`,
      ]);
      expect(said(result, `${staging}-promote/promote`)).toContain(
        "ok      taken back: not, by the log of shop-aws-test",
      );
      expect(await keptLogs(stage)).toBe(14);
      await stage.has("staging", built);
      expect(JSON.parse(evidence(jobs))).toMatchObject({
        ...{ stack: staging, build: built, tag: candidate, approved: { approver: "bob", environment: "staging" } },
      });
      expect(tools.lines.filter((line) => line.startsWith("cosign"))).toEqual([
        expect.stringMatching(/^cosign verify .*application.* ghcr\.io\/acme\/shop:1\.2\.0@sha256:d{64}$/),
        "cosign sign-blob --yes --bundle evidence/evidence.sigstore.json evidence/evidence.json",
      ]);
    },
  );

  step("production is refused with evidence of another digest than staging's log has", async () => {
    const own = jobs.artifacts.get(`evidence-${staging}`) ?? {};
    const other = evidence(jobs).replace(/sha256:d{64}/, `sha256:${"e".repeat(64)}`);
    jobs.artifacts.set(`evidence-${staging}`, { ...own, "evidence.json": other });
    const { result } = await jobs.deployed(version);
    jobs.artifacts.set(`evidence-${staging}`, own);
    expect(ran(result)).toEqual([`${prod}-promote/promote failure`]);
    expect(said(result, `${prod}-promote/promote`)).toMatch(
      /refused evidence: release 000001 of shop-aws-staging is of \S+@sha256:e{64}, by the log of \S+@sha256:d{64}\n[\s\S]*shop-aws-prod: refused/,
    );
    await stage.has("prod", first);
  });
}

/** The version goes to production, and no further once staging has gone back. */
export function production(stage: PipelineStage, jobs: Jobs, step: Step): void {
  step("the version's tag gives production the digest that staging released, after its approval", async () => {
    const { result } = await jobs.deployed(version);
    expect(failures(result)).toEqual([]);
    expect(ran(result)).toEqual([
      ...[`${prod}-promote/promote success`, `${prod}/plan success`, `${prod}-release/release success`],
    ]);
    const promoted = said(result, `${prod}-promote/promote`);
    expect(promoted).toMatch(/ok {6}candidate: v1\.2\.0-rc\.1 is the same commit\nok {6}watch: 4\d\.\d h since/);
    expect(promoted).not.toContain("refused");
    await stage.has("prod", built);
    const final = await stage.of("prod").truth.final();
    expect(final?.summary).toMatchObject({ status: "completed", build: built, fromBuild: first });
    for (const environment of ["staging", "prod"] as const) {
      expect((await stage.doneIn(environment, "plan", stackOf(environment))).out).toContain("no changes");
    }
  });

  step("what staging has taken back since does not reach production once more", async () => {
    await stage.doneIn("staging", "rollback", staging, "--confirm", staging, "--reason", "orders fail");
    await stage.has("staging", first);
    const { result } = await jobs.deployed(version);
    expect(ran(result)).toEqual([`${prod}-promote/promote failure`]);
    expect(said(result, `${prod}-promote/promote`)).toMatch(
      /refused taken back: rollback 000002 of shop-aws-staging took \S+@sha256:d{64} back/,
    );
  });
}

const evidence = (jobs: Jobs): string => jobs.artifacts.get(`evidence-${staging}`)?.["evidence.json"] ?? "";

/** How many days the logs of staging are kept. */
async function keptLogs({ config }: PipelineStage): Promise<number | undefined> {
  const asked = new DescribeLogGroupsCommand({ logGroupNamePrefix: "/ecs/shop-staging-api" });
  return (await new CloudWatchLogsClient(config).send(asked)).logGroups?.[0]?.retentionInDays;
}
