import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import type { TrustedRepository } from "../../github";
import type { Names } from "../../names";
import { ServiceIdentity } from "../access/service-identity";
import type { GithubFederation } from "./github-federation";

export interface PipelineIdentityProps {
  readonly names: Names;
  /** What a job does with it: the last part of the account's name. */
  readonly name: "plan" | "release" | "infrastructure";
  readonly description: string;
  readonly federation: GithubFederation;
  readonly repository: TrustedRepository;
  /** GitHub environment whose jobs sign in. */
  readonly environment: string;
  /** Further GitHub environments whose jobs do, by a key, which becomes part of addresses. @default - none */
  readonly moreEnvironments?: Readonly<Record<string, string>>;
  /** Predefined roles on the project. */
  readonly roles: readonly string[];
}

/** A service account without a key, which the jobs of named GitHub environments of one repository may be. */
export class PipelineIdentity extends Construct {
  readonly email: string;
  /** As IAM names it: `serviceAccount:<email>`. */
  readonly member: string;

  constructor(scope: Construct, id: string, props: PipelineIdentityProps) {
    super(scope, id);
    const { names, federation, repository, environment, moreEnvironments = {} } = props;
    const identity = new ServiceIdentity(this, "identity", props);
    const trust = (key: string, jobsOf: string) =>
      new ServiceAccountIamMember(this, key, {
        serviceAccountId: accountId(names, identity.email),
        role: "roles/iam.workloadIdentityUser",
        member: federation.principal(repository, jobsOf),
      });
    trust("trust", environment);
    for (const [key, more] of Object.entries(moreEnvironments)) trust(`trust-${key}`, more);
    this.email = identity.email;
    this.member = identity.member;
  }
}

/** The id of an account of the project, of which only the address is known. */
export function accountId({ accountId: project }: Names, email: string): string {
  return `projects/${project}/serviceAccounts/${email}`;
}
