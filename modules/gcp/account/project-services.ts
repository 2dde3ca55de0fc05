import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { Aspects, dependable, TerraformResource } from "cdktf";
import { Construct, type IConstruct } from "constructs";

/** The APIs that every stack on Google Cloud calls, by the first part of their names. */
export const apisOfEveryStack = [
  "artifactregistry",
  "certificatemanager",
  "cloudresourcemanager",
  "cloudscheduler",
  "compute",
  "iam",
  "logging",
  "monitoring",
  "pubsub",
  "run",
  "secretmanager",
  "storage",
];

export interface ProjectServicesProps {
  /** Further APIs, by the first part of their names, such as `redis` for `redis.googleapis.com`. @default - none */
  readonly services?: readonly string[];
}

/**
 * Enables the Google APIs that a stack calls. Every other resource of the scope depends on them. None is disabled when the stack
 * is destroyed, because other stacks of the project may use it.
 */
export class ProjectServices extends Construct {
  constructor(scope: Construct, id: string, props: ProjectServicesProps = {}) {
    super(scope, id);
    const services = [...new Set([...apisOfEveryStack, ...(props.services ?? [])])].sort();
    const enabled = services.map(
      (service) =>
        new ProjectService(this, service, {
          service: `${service}.googleapis.com`,
          disableOnDestroy: false,
          disableDependentServices: false,
        }),
    );
    // One resource that depends on all APIs, so that each resource of the stack depends on one instead of on all. cdktf's own class
    // for `terraform_data` runs `terraform version` at each synthesis.
    const all = new TerraformResource(this, "all", {
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
      dependsOn: enabled,
    });

    // An aspect, so that no module needs to know the APIs of its resources.
    const ours = new Set<IConstruct>(this.node.findAll());
    Aspects.of(scope).add({
      visit: (node) => {
        // A value that Terraform keeps calls no API.
        const isApart = ours.has(node) || !TerraformResource.isTerraformResource(node);
        if (isApart || node.terraformResourceType === "terraform_data") return;
        node.dependsOn = [...(node.dependsOn ?? []), dependable(all)];
      },
    });
  }
}
