import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { Construct } from "constructs";
import { environmentSubject, githubIssuer, type TrustedRepository } from "../../github";
import type { Placement } from "../placement";
import { ManagedIdentity } from "./managed-identity";

export interface FederatedIdentityProps extends Placement {
  /** What a job does with it: the last part of the identity's name. */
  readonly name: string;
  readonly repository: TrustedRepository;
  /** GitHub environment whose jobs sign in. */
  readonly environment: string;
  /** Further GitHub environments whose jobs do, by a key, which becomes part of addresses and names. @default - none */
  readonly moreEnvironments?: Readonly<Record<string, string>>;
}

/**
 * An identity without a secret, which the jobs of named GitHub environments of one repository may be. Azure compares the token's
 * subject alone, letter by letter, and not the workflow file. (Conditions on more claims are in preview, and azurerm 4.55 does not know them.)
 */
export class FederatedIdentity extends Construct {
  readonly clientId: string;
  readonly principalId: string;

  constructor(scope: Construct, id: string, props: FederatedIdentityProps) {
    super(scope, id);
    const { resourceGroup, repository, environment, moreEnvironments = {} } = props;
    const identity = new ManagedIdentity(this, "identity", props);
    const credential = (name: string, jobsOf: string) =>
      new FederatedIdentityCredential(this, name, {
        name,
        resourceGroupName: resourceGroup.name,
        parentId: identity.identityId,
        issuer: githubIssuer,
        // What azure/login and the provider ask GitHub for.
        audience: ["api://AzureADTokenExchange"],
        subject: environmentSubject(repository, jobsOf),
      });
    credential("github", environment);
    for (const [key, more] of Object.entries(moreEnvironments)) credential(`github-${key}`, more);
    this.clientId = identity.clientId;
    this.principalId = identity.principalId;
  }
}
