import { execFileSync } from "node:child_process";
import { promoteWorkflow } from "../../../operator/workflows/files/promote";
import { releaseWorkflow } from "../../../operator/workflows/files/release";
import type { Workflow } from "../../../operator/workflows/yaml";

/** Who a step of a workflow takes a signature of, as its shell gives it to cosign. */
function signerIn(workflow: Workflow, repository: string): RegExp {
  const lines = Object.values(workflow.jobs).flatMap((job) =>
    (job["steps"] as { run?: string }[]).map(({ run = "" }) => run),
  );
  const line = lines.find((run) => run.includes("--certificate-identity-regexp")) ?? "";
  const env = { ...process.env, GITHUB_REPOSITORY: repository, FROM_REF: "refs/heads/develop" };
  const args = execFileSync("bash", ["-c", `cosign() { printf '%s\\n' "$@"; }; ${line}`], {
    env,
    encoding: "utf8",
  }).split("\n");
  return new RegExp(args[args.indexOf("--certificate-identity-regexp") + 1] ?? "");
}

const commit = "c".repeat(40);
test.each([
  ["evidence", promoteWorkflow(), "release.yml@refs/heads/develop"],
  ["an image", releaseWorkflow([]), `application.yml@${commit}`],
])("%s is signed by the file of this repository alone", (_, workflow, file) => {
  const signer = signerIn(workflow, "acme/stacks.infra");
  const by = (place: string) => signer.test(`https://github.com/${place}/.github/workflows/${file}`);
  expect(by("acme/stacks.infra")).toBe(true);
  expect(["acme/stacks-infra", "acme/stacks.infra2", "eve/stacks.infra"].filter(by)).toEqual([]);
  expect(signer.test(`https://github.com/acme/stacks.infra/.github/workflows/${file}x`)).toBe(false);
});
