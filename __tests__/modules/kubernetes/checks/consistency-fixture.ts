import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import { checkWorkloads } from "../../../../modules/kubernetes/checks/consistency";
import { namespace } from "../containers/service-fixture";

export function emptyStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "stack");
  new KubernetesProvider(stack, "kubernetes", {});
  return stack;
}

/** The mistakes of a stack. */
export function mistakes(build: (stack: TerraformStack) => void): string[] {
  const stack = emptyStack();
  build(stack);
  checkWorkloads(stack);
  return stack.node.validate();
}

export const metadata = (name: string) => ({ name, namespace });

/** The first resource of a type, with `addOverride`. */
export const one = (type: { readonly tfResourceType: string }, stack: Construct) =>
  // biome-ignore lint/suspicious/noExplicitAny: each resource has addOverride
  stack.node.findAll().find((node: any) => node.terraformResourceType === type.tfResourceType) as any;
