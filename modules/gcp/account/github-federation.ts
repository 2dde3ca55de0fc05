import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { Construct } from "constructs";
import { environmentSubject, githubIssuer, repositoryNumbers, type TrustedRepository } from "../../github";
import type { Names } from "../../names";

/** A repository with those whose workflow files its jobs may run. */
export interface FederatedRepository extends TrustedRepository {
  /** Repositories, `owner/name`, of the workflow files: its own, and one whose reusable workflows it calls. */
  readonly workflowsOf: readonly string[];
}

export interface GithubFederationProps {
  readonly names: Names;
  /** Repositories whose jobs get a token; each once. */
  readonly repositories: readonly FederatedRepository[];
}

/**
 * Lets jobs of GitHub Actions sign in to Google Cloud without a key. A token of another repository, or of a job that runs another
 * repository's workflow file, is refused before it reaches any account. Google deletes a pool 30 days after Terraform has, and until
 * then its name is taken: docs/clouds.md has the commands that bring it back.
 */
export class GithubFederation extends Construct {
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/github`, which a workflow names. */
  readonly providerName: string;
  private readonly poolName: string;

  constructor(scope: Construct, id: string, { names, repositories }: GithubFederationProps) {
    super(scope, id);
    const pool = new IamWorkloadIdentityPool(this, "pool", {
      workloadIdentityPoolId: names.of("gcp_identity_pool"),
      description: `GitHub Actions of ${names.prefix}`,
    });
    const provider = new IamWorkloadIdentityPoolProvider(this, "provider", {
      workloadIdentityPoolId: pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: "github",
      oidc: { issuerUri: githubIssuer },
      attributeMapping: {
        // Of the names alone: the claim `sub` of a newer repository holds numbers. A job without an environment has no such claim, and gets nothing.
        "google.subject": '"repo:" + assertion.repository + ":environment:" + assertion.environment',
        "attribute.repository": "assertion.repository",
        "attribute.environment": "assertion.environment",
        "attribute.job_workflow_ref": "assertion.job_workflow_ref",
        "attribute.actor": "assertion.actor",
      },
      attributeCondition: repositories.map(accepted).join(" || "),
    });
    this.poolName = pool.name;
    this.providerName = provider.name;
  }

  /** The jobs of a repository in a GitHub environment, as IAM names them. */
  principal({ repository }: TrustedRepository, environment: string): string {
    return `principal://iam.googleapis.com/${this.poolName}/subject/${environmentSubject({ repository }, environment)}`;
  }
}

/** When a token is of this repository and runs its workflow files, in Google's Common Expression Language. */
function accepted(trusted: FederatedRepository): string {
  const numbers = repositoryNumbers(trusted);
  const runs = trusted.workflowsOf.map(
    (repository) => `assertion.job_workflow_ref.startsWith("${repository}/.github/workflows/")`,
  );
  const all = [
    `assertion.repository == "${trusted.repository}"`,
    ...(numbers
      ? [`assertion.repository_id == "${numbers.repository}"`, `assertion.repository_owner_id == "${numbers.owner}"`]
      : []),
    runs.length > 1 ? `(${runs.join(" || ")})` : runs.join(""),
  ];
  return `(${all.join(" && ")})`;
}
