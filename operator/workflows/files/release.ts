import { action } from "../actions";
import { expression } from "../expressions";
import { input, optional, required } from "../inputs";
import { stateVariables } from "../secrets";
import { kept, prepared, releaseSessionSeconds, runner, signedIn, signsIn } from "../steps";
import type { Workflow } from "../yaml";
import { oneAtATime } from "./stack";

/**
 * What follows the file in the certificate: of a file of this repository the branch or tag of the environment before, of one that another
 * repository calls the commit that it pins.
 */
const refs = { release: "$FROM_REF$", application: "[0-9a-f]{40}$" } as const;

/**
 * Who signed: GitHub's tokens say which file of which repository a job runs, and Sigstore writes it into the certificate. A dot in the name of
 * the repository is that dot, not any sign: another repository of the owner is another one.
 */
export const signedBy = (file: keyof typeof refs): string =>
  "--certificate-oidc-issuer https://token.actions.githubusercontent.com " +
  `--certificate-identity-regexp "^https://github\\.com/\${GITHUB_REPOSITORY//./[.]}/\\.github/workflows/${file}\\.yml@${refs[file]}"`;

/** What statements with the sum of an image's scans are called: `application.yml` attaches them. */
const scansType = "urn:multicloud-stacks:scans";

/** The evidence of the promotion, where the release is given it. */
const after = '${AFTER:+--after "$AFTER" --evidence promoted/evidence.json}';

/** `release.yml`: puts a build in front of users step by step, and signs the evidence of it. */
export function releaseWorkflow(hcpHosts: readonly string[]): Workflow {
  return {
    about: [
      "One release: a build in front of users step by step, and its signed evidence. A job that is cancelled, or that fails, takes the build back.",
    ],
    name: "release",
    on: {
      workflow_call: {
        inputs: {
          stack: required("Id of the stack"),
          github_environment: required(
            "Environment on GitHub whose approval confirms the release; one job of it runs at a time",
          ),
          region: required("AWS region of the role"),
          release_role: required("ARN of the role that releases the stack"),
          image: optional("Image by its digest. Default: the functions of this checkout"),
          tests: optional("Script of package.json that tests what was released. If it fails, nothing is signed"),
          after: optional("Environment whose evidence the promotion of this run kept, and that the release is given"),
          scan: optional(
            "The scan that the release is given: `image`, that of the image, or `code`, that of this commit, which the promotion kept",
          ),
          watched: optional("Id of the stack in which the candidate is watched: it must be well when the wait is over"),
        },
      },
    },
    jobs: {
      release: {
        "runs-on": runner,
        // Less than the session: the step that takes a build back needs its credentials.
        "timeout-minutes": 170,
        environment: input("github_environment"),
        // Not the stack's environment: production waits 24 hours for the watch of a candidate, and holds its place meanwhile.
        concurrency: oneAtATime(input("github_environment")),
        permissions: { actions: "read", issues: "read", packages: "read", ...signsIn },
        env: {
          STACK: input("stack"),
          IMAGE: input("image"),
          WATCHED: input("watched"),
          TESTS: input("tests"),
          AFTER: input("after"),
          SCAN: input("scan"),
          GITHUB_TOKEN: expression("github.token"),
          ...stateVariables(hcpHosts),
        },
        steps: [
          // All commits: functions of another commit are compared with those of the evidence.
          ...prepared({ history: true }),
          { if: "inputs.watched != ''", run: 'npm run pipeline -- health "$WATCHED"' },
          { uses: action("sigstore/cosign-installer") },
          ...signedIn({ aws: { role: input("release_role"), region: input("region") } }, releaseSessionSeconds),
          // A signature is where the image is, and only who may pull the image reads it.
          {
            if: "inputs.image != ''",
            uses: action("docker/login-action"),
            with: {
              registry: "ghcr.io",
              username: expression("github.actor"),
              password: expression("github.token"),
            },
          },
          { if: "inputs.image != ''", run: `cosign verify ${signedBy("application")} "$IMAGE"` },
          {
            if: "inputs.scan == 'image'",
            run: `cosign verify-attestation --type ${scansType} ${signedBy("application")} "$IMAGE" > statements.jsonl`,
          },
          {
            if: "inputs.after != '' || inputs.scan == 'code'",
            uses: action("actions/download-artifact"),
            with: { name: expression("format('promoted-{0}', inputs.stack)"), path: "promoted" },
          },
          // `exec`: GitHub sends the signal of a cancellation to the shell alone, which would keep it from the release.
          {
            id: "code",
            if: "inputs.image == ''",
            run: `exec npm run release -- "$STACK" --code ${after} \${SCAN:+--scan promoted/scans/scans.json} --confirm-by github`,
          },
          {
            id: "image",
            if: "inputs.image != ''",
            run: `exec npm run release -- "$STACK" --image "$IMAGE" ${after} \${SCAN:+--scan statements.jsonl} --confirm-by github`,
          },
          {
            if: expression("!success()"),
            run: 'npm run release -- "$STACK" --abort --own --reason "the job ended before its release"',
          },
          // After the step that takes a build back: what users have stays, and does not go on.
          { if: "inputs.tests != ''", run: 'npm run "$TESTS"' },
          {
            env: { RELEASE: expression("steps.code.outputs.release || steps.image.outputs.release") },
            run: 'npm run pipeline -- evidence "$STACK" --out evidence/evidence.json --release "$RELEASE"',
          },
          {
            run: "cosign sign-blob --yes --bundle evidence/evidence.sigstore.json evidence/evidence.json",
          },
          kept(expression("format('evidence-{0}', inputs.stack)"), "evidence", 90),
        ],
      },
    },
  };
}
