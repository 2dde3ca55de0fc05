import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { serviceAgent } from "../access/encryption-key";

export interface RemoteRegistryProps {
  readonly names: Names;
  /** The last part of the repository's name. */
  readonly name: string;
  /** Host of the registry that it fetches from, such as `ghcr.io`. */
  readonly server: string;
  /** User name there. */
  readonly username: string;
  /** Version of a secret with the password or token: `projects/…/secrets/…/versions/3`. */
  readonly passwordVersion: string;
  /** Number of the project; the account of Artifact Registry that reads the secret contains it. */
  readonly projectNumber: string;
  /** KMS key of the images (`EncryptionKey` for the service `artifact-registry`). @default - keys that Google manages */
  readonly keyId?: string;
}

/**
 * Images of a private registry elsewhere, fetched with its credentials and kept for 30 days: Cloud Run itself pulls from Artifact
 * Registry and public registries only (Cloud Run, "Supported container registries and images").
 */
export class RemoteRegistry extends Construct {
  /** `<region>-docker.pkg.dev/<project>/<repository>`; `ghcr.io/acme/shop:1` is `<repositoryUrl>/acme/shop:1`. */
  readonly repositoryUrl: string;
  readonly repositoryName: string;
  readonly location: string;

  constructor(scope: Construct, id: string, props: RemoteRegistryProps) {
    super(scope, id);
    const { names, server, passwordVersion } = props;

    const reader = new SecretManagerSecretIamMember(this, "reader", {
      secretId: passwordVersion.replace(/\/versions\/\d+$/, ""),
      role: "roles/secretmanager.secretAccessor",
      member: serviceAgent("artifact-registry", props.projectNumber),
    });
    const repository = new ArtifactRegistryRepository(this, "repository", {
      repositoryId: names.of("gcp_resource", props.name),
      location: names.region,
      description: `Images of ${server}`,
      format: "DOCKER",
      mode: "REMOTE_REPOSITORY",
      kmsKeyName: props.keyId,
      remoteRepositoryConfig: {
        dockerRepository: { customRepository: { uri: `https://${server}` } },
        upstreamCredentials: {
          usernamePasswordCredentials: { username: props.username, passwordSecretVersion: passwordVersion },
        },
      },
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
      // What is deleted is fetched again when it is needed.
      cleanupPolicies: [{ id: "old", action: "DELETE", condition: { tagState: "ANY", olderThan: "2592000s" } }],
      dependsOn: [reader],
    });

    this.repositoryUrl = `${names.region}-docker.pkg.dev/${names.accountId}/${repository.repositoryId}`;
    this.repositoryName = repository.repositoryId;
    this.location = names.region;
  }
}
