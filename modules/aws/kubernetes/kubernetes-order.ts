import { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/** All resources in the constructs, for `dependsOn`: the dependent is made after them and destroyed before them. */
export function resourcesOf(...constructs: readonly IConstruct[]): TerraformResource[] {
  return constructs.flatMap(({ node }) => node.findAll()).filter(TerraformResource.isTerraformResource);
}
