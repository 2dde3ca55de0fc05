import { type TerraformProvider, TerraformStack } from "cdktf";

/**
 * Names the namespace of a provider in the registry: `hashicorp/aws` in place of the binding's `aws`. Terraform takes both for the same;
 * OpenTofu upgrades a provider without a namespace at each `init` (https://github.com/opentofu/opentofu/issues/2402).
 */
export function withNamespace<P extends TerraformProvider>(provider: P): P {
  const name = provider.terraformResourceType;
  TerraformStack.of(provider).addOverride(`terraform.required_providers.${name}.source`, `hashicorp/${name}`);
  return provider;
}
