import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface ContainerRegistryProps {
  readonly names: Names;
  /** The last part of the repository's name. */
  readonly name: string;
  /** KMS key of the images (`EncryptionKey` for the service `artifact-registry`). @default - keys that Google manages */
  readonly keyId?: string;
  /** How many versions of each image are kept; older ones are removed. @default 30 */
  readonly keepImages?: number;
  /** Whether Terraform may destroy the repository, with every image in it. @default false */
  readonly destroyable?: boolean;
}

/** A private image repository in Artifact Registry: scanned on push, tags that never move, old images removed. */
export class ContainerRegistry extends Construct {
  /** `<region>-docker.pkg.dev/<project>/<repository>`; an image is `<repositoryUrl>/<image>:<tag>`. */
  readonly repositoryUrl: string;
  readonly repositoryName: string;
  readonly location: string;

  constructor(scope: Construct, id: string, props: ContainerRegistryProps) {
    super(scope, id);
    const { names } = props;

    const repository = new ArtifactRegistryRepository(this, "repository", {
      repositoryId: names.of("gcp_resource", props.name),
      location: names.region,
      description: `Images of ${names.prefix}`,
      format: "DOCKER",
      kmsKeyName: props.keyId,
      dockerConfig: { immutableTags: true },
      // As the project has it: on as soon as the Container Scanning API is.
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
      cleanupPolicies: [
        { id: "untagged", action: "DELETE", condition: { tagState: "UNTAGGED", olderThan: "604800s" } },
        { id: "old", action: "DELETE", condition: { tagState: "ANY", olderThan: "86400s" } },
        // What a policy keeps no other policy deletes.
        { id: "newest", action: "KEEP", mostRecentVersions: { keepCount: props.keepImages ?? 30 } },
      ],
      // Artifact Registry deletes a repository together with its images.
      lifecycle: { preventDestroy: !(props.destroyable ?? false) },
    });

    this.repositoryUrl = `${names.region}-docker.pkg.dev/${names.accountId}/${repository.repositoryId}`;
    this.repositoryName = repository.repositoryId;
    this.location = names.region;
  }
}
