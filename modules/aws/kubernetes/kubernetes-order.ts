import { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/** For `dependsOn`: what comes after everything in these constructs, and goes before it at destroy. */
export function resourcesOf(...constructs: readonly IConstruct[]): TerraformResource[] {
  return constructs.flatMap(({ node }) => node.findAll()).filter(TerraformResource.isTerraformResource);
}
