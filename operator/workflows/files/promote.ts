import { watchEnvironment } from "../../../modules/github";
import { action } from "../actions";
import { expression } from "../expressions";
import { input, optional, required } from "../inputs";
import { kept, prepared, runner, signedIn, signsIn } from "../steps";
import type { Workflow } from "../yaml";
import { signedBy } from "./release";

/** `promote.yml`: what may not go on to an environment stops here. */
export function promoteWorkflow(): Workflow {
  return {
    about: [
      "What may not go on to an environment stops here: another build than the environment before released, without evidence, too little tested.",
    ],
    name: "promote",
    on: {
      workflow_call: {
        inputs: {
          stack: required("Id of the stack that is to get the build"),
          from: required("Id of the same stack in the environment before"),
          environment: required("That environment; <environment>-watch on GitHub is that of this job"),
          region: required("AWS region of the role"),
          plan_role: optional(
            "ARN of the role that reads there. Default: what was released there later is not looked at",
          ),
          from_ref: optional(
            "Branch or tags whose release.yml signs there, as a regular expression. Not needed where the evidence is `log`",
          ),
          evidence: optional("`log` where no workflow of this repository releases there. Default: a signed file"),
          scan: optional("`code` where the scan of this commit goes on with its functions. Default: it does not"),
        },
        outputs: {
          image: {
            value: expression("jobs.promote.outputs.image"),
            description: "The image that was released there, by its digest; empty for functions",
          },
        },
      },
    },
    jobs: {
      promote: {
        "runs-on": runner,
        // It waits up to 100 minutes for the checks of its commit.
        "timeout-minutes": 120,
        environment: expression(`format('${watchEnvironment("{0}")}', inputs.environment)`),
        permissions: { actions: "read", issues: "read", ...signsIn },
        outputs: { image: expression("steps.promote.outputs.image || steps.logged.outputs.image") },
        env: {
          STACK: input("stack"),
          FROM: input("from"),
          FROM_REF: input("from_ref"),
          GITHUB_TOKEN: expression("github.token"),
          GH_TOKEN: expression("github.token"),
        },
        steps: [
          ...prepared({ history: true, terraform: false }),
          { if: signed, uses: action("sigstore/cosign-installer") },
          // By the run: every pull request can keep an artifact of these names.
          { id: "artifacts", if: signed, run: artifacts },
          { id: "checked", if: logged, run: `${artifacts} --logged` },
          {
            if: signed,
            env: { EVIDENCE_RUN: expression("steps.artifacts.outputs.evidence_run") },
            run: 'gh run download "$EVIDENCE_RUN" --name "evidence-$FROM" --dir evidence',
          },
          {
            env: checksRun,
            run: 'gh run download "$CHECKS_RUN" --name "coverage-$GITHUB_SHA" --dir coverage',
          },
          {
            if: "inputs.scan == 'code'",
            env: checksRun,
            run: 'gh run download "$CHECKS_RUN" --name "scans-$GITHUB_SHA" --dir promoted',
          },
          {
            if: signed,
            run: `cosign verify-blob --bundle evidence/evidence.sigstore.json ${signedBy("release")} evidence/evidence.json`,
          },
          // After the wait, so that its session is young. It reads the log: a build that was taken back there after its evidence was written stops here.
          ...signedIn({ aws: { if: "inputs.plan_role != ''", role: input("plan_role"), region: input("region") } }),
          {
            id: "promote",
            if: signed,
            run: `${promote} --evidence evidence/evidence.json ${coverage} ${out}`,
          },
          { id: "logged", if: logged, run: `${promote} --logged ${coverage} ${out}` },
          // For the release of this run, which may wait for its approval for 30 days.
          kept(expression("format('promoted-{0}', inputs.stack)"), "promoted", 35),
        ],
      },
    },
  };
}

const signed = "inputs.evidence != 'log'";
const logged = "inputs.evidence == 'log'";
const artifacts = 'npm run pipeline -- artifacts "$STACK"';
const promote = 'npm run pipeline -- promote "$STACK"';
const coverage = "--coverage coverage/coverage-summary.json";
const out = "--out promoted/evidence.json";
const checksRun = {
  CHECKS_RUN: expression("steps.artifacts.outputs.coverage_run || steps.checked.outputs.coverage_run"),
};
