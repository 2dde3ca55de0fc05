import { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";

export interface WorkQueueProps extends Placement {
  /** The component that consumes the queue: the queue's name, and a part of the namespace's. */
  readonly name: string;
  /** Log Analytics workspace that gets a record of every operation. */
  readonly workspaceId: string;
  /**
   * Subnet, and DNS zone `privatelink.servicebus.windows.net`. The queue is then reached inside the network only, which needs the
   * Premium tier. @default - Standard tier: reached over the internet, with a role and TLS
   */
  readonly privateAccess?: PrivateAccess;
}

/**
 * A Service Bus queue for one worker, with access by Entra roles only; there are no keys. A message that is not completed within 5
 * minutes (Azure's limit) is delivered again; after 5 deliveries or 4 days it goes to the dead-letter queue.
 */
export class WorkQueue extends Construct {
  /** Id of the queue: scope of the roles `Azure Service Bus Data Sender` and `Azure Service Bus Data Receiver`. */
  readonly queueId: string;
  readonly queueName: string;
  /** `https://<namespace>.servicebus.windows.net/<queue>` */
  readonly queueUrl: string;
  /** Id of the Service Bus namespace, for its metrics. */
  readonly namespaceId: string;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { names, name, privateAccess } = props;
    const namespaceName = names.of("azure_queue", name);
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
      lockDuration: "PT5M",
      maxDeliveryCount: 5,
      defaultMessageTtl: "P4D",
      deadLetteringOnMessageExpiration: true,
    });

    this.queueId = queue.id;
    this.queueName = queue.name;
    this.queueUrl = `https://${namespaceName}.servicebus.windows.net/${name}`;
    this.namespaceId = namespace.id;
  }
}
