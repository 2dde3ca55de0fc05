import type { NetworkSubnetProps } from "./network-subnet";
import type { NetworkTiers } from "./network-tiers";

type Tier = Pick<NetworkSubnetProps, "rules" | "restrictOutbound" | "delegation" | "endpoints">;

/** Ports of private endpoints: HTTPS, Service Bus (AMQP) and Redis. */
const endpointPorts = ["443", "5671", "10000"];
const postgresPort = "5432";

/**
 * The security rules of each subnet. A module that takes requests of clients adds a rule for its port. Without `hasDatabase`, no container
 * may connect to a database's subnet.
 */
export function networkPolicy(cidrs: NetworkTiers, hasDatabase: boolean): Readonly<Record<keyof NetworkTiers, Tier>> {
  const running = [cidrs.containers, cidrs.apps];
  const outbound = "Outbound" as const;
  return {
    gateway: {
      // Azure refuses a gateway if its managers, its probes or its outbound traffic are blocked.
      rules: {
        "gateway-manager": {
          priority: 100,
          description: "Azure manages the gateway",
          from: ["GatewayManager"],
          ports: ["65200-65535"],
        },
        "azure-probes": {
          priority: 110,
          description: "Azure checks the gateway",
          protocol: "*",
          from: ["AzureLoadBalancer"],
        },
      },
    },
    containers: {
      restrictOutbound: true,
      delegation: {
        service: "Microsoft.ContainerInstance/containerGroups",
        actions: ["Microsoft.Network/virtualNetworks/subnets/action"],
      },
      rules: {
        ...(hasDatabase && {
          "to-database": {
            priority: 100,
            description: "PostgreSQL",
            direction: outbound,
            to: [cidrs.database],
            ports: [postgresPort],
          },
        }),
        "to-endpoints": {
          priority: 110,
          description: "Azure's services at their private addresses",
          direction: outbound,
          to: [cidrs.endpoints],
          ports: endpointPorts,
        },
        "to-internet": {
          priority: 120,
          description: "HTTPS, and Service Bus (AMQP) without a private address",
          direction: outbound,
          to: ["Internet"],
          ports: ["443", "5671"],
        },
      },
    },
    apps: {
      // No outbound rules: Microsoft advises against them, because the nodes of Container Apps are in the subnet.
      delegation: {
        service: "Microsoft.App/environments",
        actions: ["Microsoft.Network/virtualNetworks/subnets/join/action"],
      },
      rules: {
        "from-gateway": {
          priority: 100,
          description: "The load balancer",
          from: [cidrs.gateway],
          ports: ["443", "30000-32767"],
        },
        "azure-probes": {
          priority: 110,
          description: "Azure checks the nodes",
          from: ["AzureLoadBalancer"],
          ports: ["30000-32767"],
        },
        nodes: { priority: 120, description: "Nodes and replicas among themselves", protocol: "*", from: [cidrs.apps] },
      },
    },
    database: {
      restrictOutbound: true,
      delegation: {
        service: "Microsoft.DBforPostgreSQL/flexibleServers",
        actions: ["Microsoft.Network/virtualNetworks/subnets/join/action"],
      },
      rules: {
        "from-services": { priority: 100, description: "PostgreSQL", from: running, ports: [postgresPort] },
        "from-standby": {
          priority: 110,
          description: "Primary and standby",
          from: [cidrs.database],
          ports: [postgresPort],
        },
        "to-standby": {
          priority: 100,
          description: "Primary and standby",
          direction: outbound,
          to: [cidrs.database],
          ports: [postgresPort],
        },
        "to-storage": {
          priority: 110,
          description: "The server's own log archive",
          direction: outbound,
          to: ["Storage"],
          ports: ["443"],
        },
        "to-entra": {
          priority: 120,
          description: "Logins with Entra ID",
          direction: outbound,
          to: ["AzureActiveDirectory"],
          ports: ["443"],
        },
      },
    },
    endpoints: {
      endpoints: true,
      rules: {
        "from-services": {
          priority: 100,
          description: "Azure's services at their private addresses",
          from: running,
          ports: endpointPorts,
        },
        "from-gateway": {
          priority: 110,
          description: "The gateway's certificate in Key Vault",
          from: [cidrs.gateway],
          ports: ["443"],
        },
      },
    },
  };
}
