import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import type { TrustedRepository } from "../../github";
import type { Names } from "../../names";
import { ServiceIdentity } from "../access/service-identity";
import type { GithubFederation } from "./github-federation";

/** The jobs that sign in to an account. */
export interface SigningIn {
  readonly names: Names;
  readonly federation: GithubFederation;
  readonly repository: TrustedRepository;
  /** GitHub environment whose jobs sign in. */
  readonly environment: string;
  /** Further GitHub environments whose jobs do, by a key, which becomes part of addresses. @default - none */
  readonly moreEnvironments?: Readonly<Record<string, string>>;
}

export interface PipelineIdentityProps extends SigningIn {
  /** What a job does with it: the last part of the account's name. */
  readonly name: "plan" | "release" | "infrastructure";
  readonly description: string;
  /** Predefined roles on the project. */
  readonly roles: readonly string[];
}

/** A service account without a key, which the jobs of named GitHub environments of one repository may be. */
export class PipelineIdentity extends Construct {
  readonly email: string;
  /** As IAM names it: `serviceAccount:<email>`. */
  readonly member: string;
  private readonly names: Names;

  constructor(scope: Construct, id: string, props: PipelineIdentityProps) {
    super(scope, id);
    const { names, federation, repository, environment, moreEnvironments = {} } = props;
    const identity = new ServiceIdentity(this, "identity", props);
    const trust = (key: string, jobsOf: string) =>
      new ServiceAccountIamMember(this, key, {
        serviceAccountId: accountOf(names, identity.email),
        role: "roles/iam.workloadIdentityUser",
        member: federation.principal(repository, jobsOf),
      });
    trust("trust", environment);
    for (const [key, more] of Object.entries(moreEnvironments)) trust(`trust-${key}`, more);
    this.names = names;
    this.email = identity.email;
    this.member = identity.member;
  }

  /** Lets it run services and jobs as another account of the project, whose address is known. `key` becomes part of addresses. */
  actAs(scope: Construct, key: string, email: string): void {
    new ServiceAccountIamMember(scope, `acts-as-${key}`, {
      serviceAccountId: accountOf(this.names, email),
      role: "roles/iam.serviceAccountUser",
      member: this.member,
    });
  }
}

function accountOf({ accountId: project }: Names, email: string): string {
  return `projects/${project}/serviceAccounts/${email}`;
}
