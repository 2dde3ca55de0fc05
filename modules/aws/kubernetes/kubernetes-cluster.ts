import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { logGroupName, type Names } from "../../names";
import { ServiceRole } from "../access/service-role";
import type { NetworkAttributes } from "../network/network";
import { ApiAccess, type ApiAccessProps } from "./api-access";
import { type AccessEntry, KubernetesAccess } from "./kubernetes-access";
import { type Addons, type ClusterAttributes, KubernetesAddon } from "./kubernetes-addon";
import { resourcesOf } from "./kubernetes-order";

export interface KubernetesClusterProps {
  readonly names: Names;
  /** The cluster is in its private subnets. */
  readonly network: NetworkAttributes;
  /** Encrypts Kubernetes secrets and the log; its policy must admit CloudWatch Logs. It cannot be changed later. */
  readonly keyArn: string;
  /** Kubernetes version, such as `1.35`. EKS upgrades one minor version at a time and never back. */
  readonly version: string;
  /**
   * Cluster administrators: ARNs of IAM roles or users. The keys are labels that you choose. Only they and those in
   * `access` can sign in; the role that creates the cluster gets no rights.
   */
  readonly admins: Readonly<Record<string, string>>;
  /** Others who may sign in. The keys are labels that you choose; they appear in the resources' addresses. */
  readonly access: Readonly<Record<string, AccessEntry>>;
  /** IPv4 ranges that reach the Kubernetes API from the internet. Empty: none does. */
  readonly publicAccessCidrs: readonly string[];
  /** Who reaches the Kubernetes API inside the network, in addition to nodes and pods. */
  readonly privateAccess: Omit<ApiAccessProps, "clusterSecurityGroupId">;
  /**
   * Versions and settings of add-ons. The cluster always installs those that nodes need: `vpc-cni`, `kube-proxy` and
   * `eks-pod-identity-agent`. `KubernetesAddons` installs the others.
   */
  readonly addons: Addons;
  /** Days that the control plane's log is kept, one of the values CloudWatch Logs knows. */
  readonly logDays: number;
  /** Whether Terraform refuses to destroy or replace the cluster. @default true */
  readonly protected?: boolean;
}

/** Add-ons that a node needs to become ready: installed before the first node, removed after the last. */
export const nodeAddons = ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"];

/**
 * An EKS cluster in the private subnets: secrets encrypted, every control-plane log kept, access by access entries only, and
 * an identity provider with which service accounts assume IAM roles.
 */
export class KubernetesCluster extends Construct implements ClusterAttributes {
  readonly clusterName: string;
  readonly clusterArn: string;
  readonly version: string;
  /** URL of the Kubernetes API. */
  readonly endpoint: string;
  /** Certificate of the Kubernetes API's authority, base64. */
  readonly certificateAuthority: string;
  /** Security group of the control plane, all nodes and all pods, for `allowTraffic`. */
  readonly securityGroupId: string;
  readonly oidcProviderArn: string;
  readonly oidcIssuer: string;
  readonly logGroupName: string;
  /** What a node waits for: everything but the access entries, which name roles that may be made later. */
  readonly beforeNodes: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: KubernetesClusterProps) {
    super(scope, id);
    const { names, network, keyArn, publicAccessCidrs, addons } = props;
    const name = names.of("cluster");

    const logGroup = new CloudwatchLogGroup(this, "log", {
      name: logGroupName("/aws/eks", name, "cluster"),
      kmsKeyId: keyArn,
      retentionInDays: props.logDays,
    });
    const role = new ServiceRole(this, "role", {
      names,
      name: "cluster",
      service: "eks.amazonaws.com",
      conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [names.arn("eks", `cluster/${name}`)] }],
      managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"],
    });
    const cluster = new EksCluster(this, "cluster", {
      name,
      roleArn: role.arn,
      version: props.version,
      // At the end of its standard support EKS upgrades the version. Extended support would cost more.
      upgradePolicy: { supportType: "STANDARD" },
      vpcConfig: {
        subnetIds: network.privateSubnetIds,
        endpointPrivateAccess: true,
        endpointPublicAccess: publicAccessCidrs.length > 0,
        publicAccessCidrs: publicAccessCidrs.length > 0 ? [...publicAccessCidrs] : undefined,
      },
      accessConfig: {
        authenticationMode: "API",
        // The role that creates the cluster gets no hidden rights. Never change this: EKS would replace the cluster.
        bootstrapClusterCreatorAdminPermissions: false,
      },
      // Otherwise EKS installs its own copies of the add-ons. Never change this either.
      bootstrapSelfManagedAddons: false,
      encryptionConfig: { provider: { keyArn }, resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      // The log group comes first, or EKS makes one without a key and without an end. At destroy the role's policy goes last,
      // or EKS cannot clean up.
      dependsOn: resourcesOf(logGroup, role),
      lifecycle: { preventDestroy: props.protected ?? true },
    });
    const issuer = cluster.identity.get(0).oidc.get(0).issuer;
    // Without a thumbprint IAM checks the issuer's certificate against its list of authorities.
    const provider = new IamOpenidConnectProvider(this, "oidc", { url: issuer, clientIdList: ["sts.amazonaws.com"] });

    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.version = props.version;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.get(0).data;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.oidcProviderArn = provider.arn;
    this.oidcIssuer = Fn.replace(issuer, "https://", "");
    this.logGroupName = logGroup.name;

    for (const addon of nodeAddons) {
      new KubernetesAddon(this, addon, { names, name: addon, cluster: this, keyArn, settings: addons[addon] });
    }
    this.beforeNodes = resourcesOf(this);
    new ApiAccess(this, "api-access", { ...props.privateAccess, clusterSecurityGroupId: this.securityGroupId });
    new KubernetesAccess(this, "access", {
      clusterName: this.clusterName,
      admins: props.admins,
      access: props.access,
    });
  }
}
