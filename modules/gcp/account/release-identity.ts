import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member";
import { CloudRunV2JobIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-job-iam-member";
import { CloudRunV2ServiceIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-service-iam-member";
import { CloudRunV2WorkerPoolIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-worker-pool-iam-member";
import { Construct } from "constructs";
import { PipelineIdentity, type SigningIn } from "./pipeline-identity";

/** A service of Cloud Run that is released. */
export interface ReleasedService {
  readonly serviceName: string;
  readonly location: string;
  /** Undefined for a worker pool. */
  readonly revision?: string;
  readonly serviceAccountEmail: string;
  /** Its jobs, by task. */
  readonly taskNames: Readonly<Record<string, string>>;
}

export interface ReleaseIdentityProps extends SigningIn {
  /** Services by a key, which becomes part of addresses. */
  readonly services: Readonly<Record<string, ReleasedService>>;
  /** Repositories of Artifact Registry with their images, by a key: Cloud Run asks for the right of who deploys, too. */
  readonly registries: Readonly<Record<string, { readonly repositoryName: string; readonly location: string }>>;
}

/** The account of jobs that deploy a new image: it changes the stack's own services and jobs, and starts the jobs. */
export class ReleaseIdentity extends Construct {
  readonly email: string;

  constructor(scope: Construct, id: string, props: ReleaseIdentityProps) {
    super(scope, id);
    const { names, services, registries } = props;
    const account = new PipelineIdentity(this, "account", {
      ...props,
      name: "release",
      description: `Deploys new images of ${names.prefix}`,
      // The state of an operation is known by the project only, and calls count against the project.
      roles: ["roles/run.viewer", "roles/serviceusage.serviceUsageConsumer"],
    });
    const { member } = account;
    const role = "roles/run.developer";
    for (const [key, { serviceName: name, location, revision, serviceAccountEmail, taskNames }] of Object.entries(
      services,
    )) {
      if (revision === undefined) {
        new CloudRunV2WorkerPoolIamMember(this, `deploys-${key}`, { name, location, role, member });
      } else {
        new CloudRunV2ServiceIamMember(this, `deploys-${key}`, { name, location, role, member });
      }
      for (const [task, job] of Object.entries(taskNames)) {
        new CloudRunV2JobIamMember(this, `deploys-${key}-task-${task}`, { name: job, location, role, member });
      }
      account.actAs(this, key, serviceAccountEmail);
    }
    for (const [key, { repositoryName: repository, location }] of Object.entries(registries)) {
      new ArtifactRegistryRepositoryIamMember(this, `images-${key}`, {
        repository,
        location,
        role: "roles/artifactregistry.reader",
        member,
      });
    }
    this.email = account.email;
  }
}
