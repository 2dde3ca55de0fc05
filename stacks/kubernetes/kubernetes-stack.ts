import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { TeamAccess } from "../../modules/kubernetes/access/team-access";
import { checkWorkloads } from "../../modules/kubernetes/checks/consistency";
import { RuntimeConfiguration } from "../../modules/kubernetes/stores/runtime-configuration";
import { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { useBackend } from "../backend";
import { addOutputs } from "../outputs";
import { addNamespace, addSecrets, addServices } from "./application";
import { addGitOps, addIngress } from "./delivery";
import { addGround } from "./ground";
import { addMonitoring, addPlatform } from "./operations";

/** An application on a Kubernetes cluster with all that runs beside it there (documents 003 and 002). */
export class KubernetesStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["kubernetes"]) {
    super(scope, id);
    useBackend(this, settings);

    const names = new Names({
      system: settings.system,
      environment: settings.environment,
      accountId: settings.account_id,
      region: settings.region,
    });
    const ground = addGround(this, settings, names);
    const platform = addPlatform(this, settings, ground);
    const { name: namespace } = addNamespace(this, settings, { names, ground });
    new TeamAccess(this, "teams", {
      names,
      namespace,
      teams: Object.fromEntries(
        Object.entries(settings.teams).map(([team, { service_account: serviceAccount, ...access }]) => [
          team,
          { ...access, serviceAccount },
        ]),
      ),
    });
    const secrets = addSecrets(this, settings, { names, ground, namespace, platform });
    const configuration = new RuntimeConfiguration(this, "configuration", {
      names,
      namespace,
      featureFlags: settings.feature_flags,
      values: { environment: settings.environment },
    });
    const around = { names, ground, namespace, platform, configuration, secrets };
    if (settings.gitops) addGitOps(this, settings, settings.gitops, around);
    else addServices(this, settings, around);
    addIngress(this, settings, around);
    addMonitoring(this, settings, around);
    checkWorkloads(this);

    addOutputs(this, {
      application_url: `https://${settings.ingress.host}`,
      cluster_name: ground.clusterName,
      namespace_name: namespace,
    });
  }
}
