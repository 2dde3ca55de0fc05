import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { Aspects, dependable, TerraformResource } from "cdktf";
import { Construct, type IConstruct } from "constructs";

/** What a stack of this product calls; the stack adds what it has beyond that. */
const always = [
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
  "servicenetworking",
  "sqladmin",
  "storage",
];

export interface ProjectServicesProps {
  /** Further APIs, by the first part of their names, such as `redis` for `redis.googleapis.com`. @default - none */
  readonly services?: readonly string[];
}

/**
 * The Google APIs that a stack calls. Every other resource in its scope waits for them; none is disabled when the stack goes,
 * because others in the project may use it.
 */
export class ProjectServices extends Construct {
  constructor(scope: Construct, id: string, props: ProjectServicesProps = {}) {
    super(scope, id);
    const services = [...new Set([...always, ...(props.services ?? [])])].sort();
    const enabled = services.map(
      (service) =>
        new ProjectService(this, service, {
          service: `${service}.googleapis.com`,
          disableOnDestroy: false,
          disableDependentServices: false,
        }),
    );
    // One for all of them, or each resource of the stack would name each API. cdktf's own class for it starts Terraform at
    // each synthesis, to ask its version.
    const all = new TerraformResource(this, "all", {
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
      dependsOn: enabled,
    });

    // An aspect, so that no module has to know which APIs its resources need.
    const ours = new Set<IConstruct>(this.node.findAll());
    Aspects.of(scope).add({
      visit: (node) => {
        if (!TerraformResource.isTerraformResource(node) || ours.has(node)) return;
        node.dependsOn = [...(node.dependsOn ?? []), dependable(all)];
      },
    });
  }
}
