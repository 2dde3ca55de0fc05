import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member";
import { CloudbuildTrigger } from "@cdktf/provider-google/lib/cloudbuild-trigger";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { ServiceIdentity } from "../access/service-identity";
import type { ContainerRegistry } from "../stores/container-registry";

export interface BuildTriggerProps {
  readonly names: Names;
  /** Name of the image, and the last part of the trigger's name. */
  readonly name: string;
  /** `owner/name` on GitHub. Cloud Build's GitHub app must be installed in it. */
  readonly repository: string;
  /** Where images are pushed. */
  readonly registry: ContainerRegistry;
}

/** Builds an image of each commit on the branch `main` and pushes it, with the commit's hash as tag. It does not deploy the image. */
export class BuildTrigger extends Construct {
  readonly triggerId: string;
  /** Account that builds run as. */
  readonly serviceAccountEmail: string;
  /** The image without its tag. */
  readonly image: string;

  constructor(scope: Construct, id: string, props: BuildTriggerProps) {
    super(scope, id);
    const { names, name, registry } = props;
    const [owner, repository] = props.repository.split("/");
    const image = `${registry.repositoryUrl}/${name}`;
    const tagged = `${image}:$COMMIT_SHA`;

    const identity = new ServiceIdentity(this, "identity", {
      names,
      name: "build",
      description: `Builds the image ${name}`,
      roles: ["roles/logging.logWriter"],
    });
    const push = new ArtifactRegistryRepositoryIamMember(this, "push", {
      location: registry.location,
      repository: registry.repositoryName,
      role: "roles/artifactregistry.writer",
      member: identity.member,
    });
    const trigger = new CloudbuildTrigger(this, "trigger", {
      name: names.of("gcp_resource", name),
      description: `Image ${name} of ${props.repository}`,
      location: names.region,
      serviceAccount: `projects/${names.accountId}/serviceAccounts/${identity.email}`,
      github: { owner, name: repository, push: { branch: "^main$" } },
      buildAttribute: {
        step: [{ name: "gcr.io/cloud-builders/docker", args: ["build", "--tag", tagged, "."] }],
        images: [tagged],
        timeout: "1800s",
        // A custom service account may not write to Google's default bucket of build logs.
        options: { logging: "CLOUD_LOGGING_ONLY", requestedVerifyOption: "VERIFIED" },
      },
      dependsOn: [push],
    });

    this.triggerId = trigger.triggerId;
    this.serviceAccountEmail = identity.email;
    this.image = image;
  }
}
