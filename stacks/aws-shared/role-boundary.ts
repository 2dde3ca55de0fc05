import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects } from "cdktf";
import type { Construct, IConstruct } from "constructs";

/** Gives every role of a stack a permissions boundary. An aspect, so that no module needs to know it. */
export function boundRoles(stack: Construct, arn: string): void {
  Aspects.of(stack).add({
    visit(node: IConstruct) {
      if (node instanceof IamRole) node.permissionsBoundary = arn;
    },
  });
}
