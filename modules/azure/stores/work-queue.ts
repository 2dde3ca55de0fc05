import { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";

export interface WorkQueueProps extends Placement {
  readonly name: string;
  /** Keeps the record of every operation. */
  readonly workspaceId: string;
  /**
   * DNS zone `privatelink.servicebus.windows.net`: reached inside the network alone, which Azure sells with the Premium tier
   * only. @default - Standard tier: reached over the internet, with a role and over TLS
   */
  readonly privateAccess?: PrivateAccess;
  /** How long one worker may take before another gets the message, at most 300 (Azure limit). @default 300 */
  readonly visibilitySeconds?: number;
  /** Deliveries before a message goes to the dead-letter queue. @default 5 */
  readonly maxDeliveries?: number;
}

/**
 * A queue that a worker works off (Service Bus), with a dead-letter queue for what it cannot. Entra roles only: there are no
 * keys that could leak.
 */
export class WorkQueue extends Construct {
  /** Of the queue: scope of the roles `Azure Service Bus Data Sender` and `Azure Service Bus Data Receiver`. */
  readonly queueId: string;
  readonly queueName: string;
  /** `https://<namespace>.servicebus.windows.net/<queue>` */
  readonly queueUrl: string;
  readonly namespaceId: string;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { names, name, privateAccess } = props;
    const namespaceName = names.of("azure_database", name);
    const namespace = new ServicebusNamespace(this, "namespace", {
      ...placed(props),
      name: namespaceName,
      sku: privateAccess ? "Premium" : "Standard",
      capacity: privateAccess ? 1 : 0,
      premiumMessagingPartitions: privateAccess ? 1 : 0,
      localAuthEnabled: false,
      minimumTlsVersion: "1.2",
      publicNetworkAccessEnabled: !privateAccess,
    });
    if (privateAccess) {
      privateEndpoint(this, "private-endpoint", {
        ...props,
        ...privateAccess,
        targetName: namespaceName,
        targetResourceId: namespace.id,
        subresource: "namespace",
      });
    }
    diagnostics(this, "diagnostics", { targetResourceId: namespace.id, workspaceId: props.workspaceId });

    const queue = new ServicebusQueue(this, "queue", {
      name,
      namespaceId: namespace.id,
      lockDuration: duration(props.visibilitySeconds ?? 300),
      maxDeliveryCount: props.maxDeliveries ?? 5,
      defaultMessageTtl: "P4D",
      deadLetteringOnMessageExpiration: true,
    });

    this.queueId = queue.id;
    this.queueName = queue.name;
    this.queueUrl = `https://${namespaceName}.servicebus.windows.net/${name}`;
    this.namespaceId = namespace.id;
  }
}

/** As Azure writes it back: `PT5M` rather than `PT300S`, which every plan would change. */
function duration(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `PT${minutes ? `${minutes}M` : ""}${rest ? `${rest}S` : ""}`;
}
