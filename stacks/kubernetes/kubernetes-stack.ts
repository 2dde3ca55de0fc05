import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { checkWorkloads } from "../../modules/kubernetes/checks/consistency";
import { RuntimeConfiguration } from "../../modules/kubernetes/stores/runtime-configuration";
import { useBackend } from "../backend";
import { addReleaseOutput } from "../late-bound";
import { addOutputs } from "../outputs";
import { addApplication } from "./application";
import { addClusterConnection } from "./cluster-connection";
import { kubernetesContext, type Settings } from "./context";
import { addCanary, addGitOps } from "./delivery";
import { addIngress } from "./ingress";
import { addMonitoring } from "./monitoring";
import { addNamespace, addTeams } from "./namespace";
import { addPlatform } from "./platform";
import { addSecrets } from "./secrets";

/** An application on a Kubernetes cluster, with the shared services of the cluster (documents 003 and 002). */
export class KubernetesStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    useBackend(this, settings);

    const clusterContext = kubernetesContext(this, settings);
    const cluster = addClusterConnection(this, settings, clusterContext);
    const platform = addPlatform(this, settings, clusterContext, { cluster });
    const context = addNamespace(this, settings, clusterContext, { cluster });
    addTeams(this, settings, context);
    const secrets = addSecrets(this, settings, context, { cluster, platform });
    const configuration = new RuntimeConfiguration(this, "configuration", {
      names: context.names,
      namespace: context.namespace,
      featureFlags: settings.feature_flags,
      values: { environment: context.environment },
    });
    const services = addApplication(this, settings, context, { cluster, configuration, secrets });
    addGitOps(this, settings, context, { platform, services });
    const ingress = addIngress(this, settings, context, { cluster, platform });
    if (ingress) addCanary(this, settings, context, { platform, ingress });
    addMonitoring(this, settings, context, { platform });
    checkWorkloads(this);

    addReleaseOutput(this);
    addOutputs(this, {
      application_url: `https://${settings.ingress.host}`,
      cluster_name: cluster.clusterName,
      namespace_name: context.namespace,
    });
  }
}
