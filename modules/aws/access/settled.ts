import { Fn, TerraformLocal, Token } from "cdktf";
import type { Construct } from "constructs";

/**
 * The same texts by way of a local value, for a policy that names what a release changes. Terraform waits with a data source until the
 * apply when any resource that it names changes, even if the named attribute stays: a new image would make the policy unknown. Through
 * a local only the texts count. The order of creation stays, and texts without a reference are returned as they are.
 */
export function settled(scope: Construct, id: string, texts: readonly string[]): string[] {
  if (!texts.some((text) => Token.isUnresolved(text))) return [...texts];
  const local = new TerraformLocal(scope, id, [...texts]);
  return texts.map((_, index) => Token.asString(Fn.element(local.asList, index)));
}
