import type { StackView } from "../look/stack-view";

/** Registries of a cloud, to which its own services sign in as themselves. */
const registriesOf = {
  aws: /\.dkr\.ecr[.-]/,
  google: /(^|[.-])(docker\.pkg\.dev|gcr\.io)$/,
};

/** Whether a registry is Google's. */
export const isGoogleRegistry = (registry: string): boolean => registriesOf.google.test(registry);

/** How a stack's platform pulls images of a registry for which it has no credentials. */
export interface NoSignIn {
  /** What to do about an image that is not public. */
  readonly remedy: string;
  /** The command that does it. @default - none does */
  readonly command?: string;
}

/**
 * What to do if `image` is not public, where the services of a stack pull it without a sign-in. Nothing where they may have one: the
 * stack has credentials for the registry, the registry is the cloud's own, or it is for a cluster, whose nodes may have some.
 */
export function withoutSignIn(stack: StackView, registry: string, image: string): NoSignIn | undefined {
  if (stack.provider("kubernetes") || stack.provider("helm")) return undefined;
  if (stack.provider("azurerm")) return onAzure(stack, registry, image);
  if (stack.provider("google"))
    return isGoogleRegistry(registry) ? undefined : { remedy: "name its registry in gcp.registry.remotes" };
  const hasSome = /repositoryCredentials|registry_credential/.test(stack.text);
  if (hasSome || !stack.provider("aws") || registriesOf.aws.test(registry)) return undefined;
  return { remedy: "name its credentials in aws.service.registry_credentials_arn" };
}

function onAzure(stack: StackView, registry: string, image: string): NoSignIn | undefined {
  const servers = ["azurerm_container_app", "azurerm_container_app_job"]
    .flatMap((type) => stack.bodies(type))
    .flatMap(({ registry: named = [] }) => (named as { server?: string }[]).map(({ server }) => server));
  if (servers.includes(registry)) return undefined;
  const own = stack.bodies("azurerm_container_registry")[0]?.["name"];
  const remedy = "copy it into the registry of the stack, which docs/azure.md describes";
  if (typeof own !== "string") return { remedy };
  return { remedy, command: `az acr import --name ${own} --source ${image} --username <user> --password <token>` };
}
