import { watchEnvironment } from "../../../modules/github";
import { action } from "../actions";
import { expression } from "../expressions";
import { input, optional, required } from "../inputs";
import { azureVariables, planKey, stateVariables } from "../secrets";
import { kept, prepared, runner, type SignIn, sessionSeconds, signedIn, signsIn } from "../steps";
import type { Workflow } from "../yaml";

/** Signs in with one of the two identities that the caller names. */
const signIn = (identity: "plan" | "infrastructure"): SignIn => ({
  aws: { if: `inputs.${identity}_role != ''`, role: input(`${identity}_role`), region: input("region") },
  google: {
    if: "inputs.google_provider != ''",
    provider: input("google_provider"),
    account: input(`google_${identity}_account`),
  },
  azure: {
    if: "inputs.azure_tenant != ''",
    tenant: input("azure_tenant"),
    subscription: input("azure_subscription"),
  },
});

/** The variables of a job on one stack. */
const variables = (hcpHosts: readonly string[]) => ({
  STACK: input("stack"),
  PLAN_KEY: planKey(hcpHosts),
  ...azureVariables,
  ARM_TENANT_ID: input("azure_tenant"),
  ...stateVariables(hcpHosts),
});

/** `stack.yml`: plans one stack, waits for the approval of its environment, and applies what was planned. */
export function stackWorkflow(hcpHosts: readonly string[]): Workflow {
  return {
    about: ["One stack: what a deploy would change, an approval, and exactly that applied."],
    name: "stack",
    on: {
      workflow_call: {
        inputs: {
          stack: required("Id of the stack"),
          environment: required("Environment of the stack, and on GitHub; <environment>-watch is that of the plan"),
          region: required("AWS region of the roles"),
          plan_environment: optional(
            "GitHub environment of the plan, where a person approves it. Default: <environment>-watch",
          ),
          plan_role: optional("ARN of the role that reads"),
          infrastructure_role: optional("ARN of the role that changes"),
          google_provider: optional("Workload identity provider. Default: no sign-in to Google Cloud"),
          google_plan_account: optional("Account that reads"),
          google_infrastructure_account: optional("Account that changes"),
          azure_tenant: optional(
            "Tenant. Default: no sign-in to Azure. AZURE_CLIENT_ID is a variable of the environment",
          ),
          azure_subscription: optional("Subscription"),
          image: optional("Image by its digest, where a deploy is the release. Default: what runs is kept"),
        },
      },
    },
    jobs: {
      plan: {
        "runs-on": runner,
        "timeout-minutes": 30,
        environment: expression(`inputs.plan_environment || format('${watchEnvironment("{0}")}', inputs.environment)`),
        permissions: signsIn,
        outputs: { changes: expression("steps.plan.outputs.changes") },
        env: { ...variables(hcpHosts), IMAGE: input("image") },
        steps: [
          ...prepared(),
          ...signedIn(signIn("plan")),
          {
            id: "plan",
            run: 'npm run plan -- "$STACK" --for-approval --policy --out plans ${IMAGE:+--var "image=$IMAGE"}',
          },
          kept(expression("format('plan-of-{0}', inputs.stack)"), "plans", 35),
        ],
      },
      apply: {
        needs: "plan",
        if: "needs.plan.outputs.changes == 'true'",
        "runs-on": runner,
        "timeout-minutes": 120,
        environment: input("environment"),
        concurrency: oneAtATime(input("environment")),
        permissions: { actions: "read", ...signsIn },
        env: { ...variables(hcpHosts), GITHUB_TOKEN: expression("github.token"), ...unseen(hcpHosts) },
        steps: [
          ...prepared(),
          {
            uses: action("actions/download-artifact"),
            with: { name: expression("format('plan-of-{0}', inputs.stack)"), path: "plans" },
          },
          ...signedIn(signIn("infrastructure"), sessionSeconds),
          {
            run: `npm run deploy -- "$STACK" --planned ./plans --confirm-by github${hcpHosts.length > 0 ? " ${UNSEEN:+--release-unseen}" : ""}`,
          },
        ],
      },
    },
  };
}

/** With the state in HCP Terraform a job has no role on AWS, so that it cannot read the log of releases: the state alone says whether one shifts users. */
const unseen = (hcpHosts: readonly string[]) =>
  hcpHosts.length > 0 ? { UNSEEN: expression("inputs.infrastructure_role == '' && 'true' || ''") } : {};

/**
 * One job of an environment at a time; up to 100 wait for their turn, and none is cancelled for a later one (GitHub changelog, 2026-05-07:
 * "concurrency groups now allow larger queues").
 */
export const oneAtATime = (environment: string) => ({ group: environment, "cancel-in-progress": false, queue: "max" });
