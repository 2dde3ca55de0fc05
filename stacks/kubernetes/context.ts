import type { Construct } from "constructs";
import { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { runbooks, type StackContext } from "../context";

export type Settings = PlatformSettings["kubernetes"];

/** What every part of a Kubernetes stack is made with. The cluster itself is a `ClusterConnection`. */
export interface KubernetesContext extends StackContext {
  /** Days for which logs are kept. */
  readonly logDays: number;
  /** Whether stored data is deleted with the stack. */
  readonly destroyable: boolean;
}

/** The context of the parts that are made in the application's namespace. */
export interface NamespaceContext extends KubernetesContext {
  /** Name of the namespace: a reference, so that each part depends on the namespace. */
  readonly namespace: string;
}

/** The names of a Kubernetes stack, and the settings that all of its parts use. */
export function kubernetesContext(stack: Construct, settings: Settings): KubernetesContext {
  const { system, environment, account_id: accountId = "", region, log_days: logDays } = settings;
  const names = new Names({ name: settings.name, environment, accountId, region, runbooks: runbooks(stack, settings) });
  return { system, environment, platform: "kubernetes", names, logDays, destroyable: !settings.protected };
}
