import { Construct } from "constructs";
import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { tracingStatements } from "../containers/trace-collector";
import {
  argoCdStatements,
  certificateStatements,
  clusterAutoscalerStatements,
  externalDnsStatements,
  externalSecretsStatements,
  loadBalancerStatements,
} from "./cluster-controllers-statements";
import type { ClusterAttributes } from "./kubernetes-addon";
import { ServiceAccountRole } from "./service-account-role";

export interface ClusterControllersProps {
  readonly names: Names;
  /** The cluster that the controllers run in. */
  readonly cluster: ClusterAttributes;
  /** External Secrets: the secrets it reads, and the key they are encrypted under. @default - no role */
  readonly externalSecrets?: { readonly secretArns: readonly string[]; readonly keyArn: string };
  /** AWS Load Balancer Controller: the target groups that pods are registered with. @default - no role */
  readonly loadBalancerController?: { readonly targetGroupArns: readonly string[] };
  /** external-dns: the hosted zone whose records it writes. @default - no role */
  readonly externalDns?: { readonly zoneId: string };
  /** cert-manager: the hosted zone in which it proves names. @default - no role */
  readonly certManager?: { readonly zoneId: string };
  /** Whether the cluster autoscaler gets a role. */
  readonly clusterAutoscaler: boolean;
  /** Argo CD: the ECR repositories whose charts it deploys. @default - no role */
  readonly argoCd?: { readonly repositoryArns: readonly string[] };
  /** Whether the OpenTelemetry collector gets a role to send traces to X-Ray. */
  readonly openTelemetryCollector: boolean;
}

/** Controllers by the last part of their role's name. */
export type ControllerName =
  | "argo-cd"
  | "aws-load-balancer-controller"
  | "cert-manager"
  | "cluster-autoscaler"
  | "external-dns"
  | "external-secrets"
  | "opentelemetry-collector";

/**
 * Roles for the controllers that another stack installs in the cluster, each with the rights that it needs. That stack finds a
 * role by its name, `<prefix>-<controller>`. A role trusts one service account: the one of the controller's chart, in the chart's
 * usual namespace. For External Secrets it is the account of the secret store in the application's namespace (document 003),
 * so that the operator itself has no right.
 */
export class ClusterControllers extends Construct {
  /** ARNs by controller, only of those that `props` names. */
  readonly roleArns: Readonly<Partial<Record<ControllerName, string>>>;

  constructor(scope: Construct, id: string, props: ClusterControllersProps) {
    super(scope, id);
    const { names, cluster, externalSecrets, loadBalancerController, externalDns, certManager, argoCd } = props;
    const roleArns: Partial<Record<ControllerName, string>> = {};
    const addRole = (
      name: ControllerName,
      namespace: string,
      serviceAccount: string,
      statements: readonly Statement[],
    ) => {
      roleArns[name] = new ServiceAccountRole(this, name, {
        names,
        name,
        cluster,
        namespace,
        serviceAccounts: [serviceAccount],
        statements,
      }).arn;
    };

    if (externalSecrets) {
      const { secretArns, keyArn } = externalSecrets;
      const statements = externalSecretsStatements(names, secretArns, keyArn);
      addRole("external-secrets", names.of("kubernetes_namespace"), "external-secrets-sa", statements);
    }
    if (loadBalancerController) {
      const statements = loadBalancerStatements(loadBalancerController.targetGroupArns);
      addRole("aws-load-balancer-controller", "kube-system", "aws-load-balancer-controller", statements);
    }
    if (externalDns) addRole("external-dns", "external-dns", "external-dns", externalDnsStatements(externalDns.zoneId));
    if (certManager) addRole("cert-manager", "cert-manager", "cert-manager", certificateStatements(certManager.zoneId));
    if (props.clusterAutoscaler) {
      const statements = clusterAutoscalerStatements(names, cluster.clusterName);
      addRole("cluster-autoscaler", "kube-system", "cluster-autoscaler", statements);
    }
    if (argoCd) addRole("argo-cd", "argocd", "argocd-repo-server", argoCdStatements(argoCd.repositoryArns));

    if (props.openTelemetryCollector) {
      addRole("opentelemetry-collector", "observability", "opentelemetry-collector", tracingStatements);
    }

    this.roleArns = roleArns;
  }
}
