import type { RoleGrant, Roles } from "../access/role-grants";
import type { ServiceConnections } from "./service-connections";

/** The roles of a service on the resources that it uses. The keys are parts of addresses and must not change. */
export function connectionPermissions(connections: ServiceConnections): Roles {
  const { buckets, sendsTo, consumes, configuration } = connections;
  return {
    ...byKey("bucket", "Storage Blob Data Contributor", buckets, ({ id }) => id),
    ...byKey("sends-to", "Azure Service Bus Data Sender", sendsTo, ({ queueId }) => queueId),
    ...(consumes && { "works-off": { role: "Azure Service Bus Data Receiver", scope: consumes.queueId } }),
    ...(configuration && { configuration: { role: "App Configuration Data Reader", scope: configuration.id } }),
  };
}

function byKey<T>(
  prefix: string,
  role: string,
  items: Readonly<Record<string, T>> = {},
  scope: (item: T) => string,
): Record<string, RoleGrant> {
  return Object.fromEntries(
    Object.entries(items).map(([key, item]) => [`${prefix}-${key}`, { role, scope: scope(item) }]),
  );
}
