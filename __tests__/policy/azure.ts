import { resources, type StackJson } from "../stacks/synthesized";
import type { Body, Offence, Rule } from "./rule";

/** Regions of our stacks that have no availability zones ("Azure regions list"). */
const withoutZones = ["westus"];

const isPrivate = (body: Body) => body.public_network_access_enabled === false;

/** Azure encrypts all stored data with its own keys. */
export const encryption: Rule[] = [
  {
    type: "azurerm_storage_account",
    must: "encrypt twice",
    holds: ({ infrastructure_encryption_enabled }) => infrastructure_encryption_enabled,
  },
];

export const exposure: Rule[] = [
  { type: "azurerm_postgresql_flexible_server", must: "be private", holds: isPrivate },
  {
    type: "azurerm_postgresql_flexible_server",
    must: "accept logins of Entra ID only",
    holds: ({ authentication: a }) => a.active_directory_auth_enabled && a.password_auth_enabled === false,
  },
  {
    type: "azurerm_storage_account",
    must: "be private and have no access keys",
    holds: (b) =>
      isPrivate(b) &&
      b.shared_access_key_enabled === false &&
      b.local_user_enabled === false &&
      b.allow_nested_items_to_be_public === false &&
      b.network_rules.default_action === "Deny",
  },
  {
    type: "azurerm_storage_container",
    must: "be private",
    holds: ({ container_access_type }) => container_access_type === "private",
  },
  {
    type: "azurerm_key_vault",
    must: "be private or reached from named ranges, and allow access by role",
    holds: (b) =>
      (isPrivate(b) || b.network_acls.ip_rules.length > 0) &&
      b.network_acls.ip_rules?.every((range: string) => Number(range.split("/")[1]) >= 8) !== false &&
      b.rbac_authorization_enabled &&
      b.network_acls.default_action === "Deny",
  },
  {
    type: "azurerm_container_registry",
    must: "be private and have no administrator's password",
    holds: (b) => isPrivate(b) && b.admin_enabled === false && b.anonymous_pull_enabled === false,
  },
  {
    type: "azurerm_managed_redis",
    must: "be private and have no access keys",
    holds: ({ public_network_access, default_database: d }) =>
      public_network_access === "Disabled" && d.access_keys_authentication_enabled === false,
  },
  {
    type: "azurerm_servicebus_namespace",
    must: "have no access keys",
    holds: ({ local_auth_enabled }) => local_auth_enabled === false,
  },
  {
    type: "azurerm_app_configuration",
    must: "have no access keys",
    holds: ({ local_auth_enabled }) => local_auth_enabled === false,
  },
  {
    type: "azurerm_log_analytics_workspace",
    must: "have no access keys",
    holds: ({ local_authentication_enabled }) => local_authentication_enabled === false,
  },
  {
    type: "azurerm_application_insights",
    must: "have no access keys",
    holds: ({ local_authentication_disabled }) => local_authentication_disabled,
  },
  {
    type: "azurerm_container_group",
    must: "have a private address only",
    holds: ({ ip_address_type }) => ip_address_type === "Private",
  },
  {
    type: "azurerm_container_app_environment",
    must: "be reached in the network only",
    holds: ({ internal_load_balancer_enabled, public_network_access }) =>
      internal_load_balancer_enabled && public_network_access === "Disabled",
  },
  {
    type: "azurerm_network_security_rule",
    must: "allow the internet to reach ports 80 and 443 only",
    holds: ({ access, direction, source_address_prefix: from, destination_port_ranges: ports }) =>
      access === "Deny" ||
      direction === "Outbound" ||
      !["*", "Internet", "0.0.0.0/0"].includes(from) ||
      ports?.every((port: string) => ["80", "443"].includes(port)),
  },
  {
    type: "azurerm_application_gateway",
    must: "filter requests",
    holds: ({ firewall_policy_id, sku }) => firewall_policy_id && sku.tier === "WAF_v2",
  },
  {
    type: "azurerm_web_application_firewall_policy",
    must: "be on",
    holds: ({ policy_settings }) => policy_settings.enabled,
  },
];

export const tls: Rule[] = [
  {
    type: "azurerm_storage_account",
    must: "use TLS 1.2 or newer only",
    holds: ({ min_tls_version, https_traffic_only_enabled }) =>
      min_tls_version === "TLS1_2" && https_traffic_only_enabled,
  },
  {
    type: "azurerm_servicebus_namespace",
    must: "use TLS 1.2 or newer",
    holds: ({ minimum_tls_version }) => minimum_tls_version === "1.2",
  },
  {
    type: "azurerm_managed_redis",
    must: "encrypt in transit",
    holds: ({ default_database }) => default_database.client_protocol === "Encrypted",
  },
  {
    type: "azurerm_container_app",
    must: "use HTTPS",
    holds: ({ ingress }) => !ingress || ingress.allow_insecure_connections === false,
  },
  {
    type: "azurerm_application_gateway",
    must: "use TLS 1.2 or newer, or redirect",
    holds: ({ ssl_policy, http_listener: listeners, request_routing_rule: rules }) =>
      /^AppGwSslPolicy20220101/.test(ssl_policy.policy_name) &&
      listeners
        .filter(({ protocol }: Body) => protocol === "Http")
        .every(({ name }: Body) =>
          rules.some((r: Body) => r.http_listener_name === name && r.redirect_configuration_name),
        ),
  },
  {
    type: "azurerm_postgresql_flexible_server_configuration",
    must: "refuse connections without TLS",
    holds: ({ name, value }) => name !== "require_secure_transport" || value === "on",
  },
];

/** Rules of protected environments. */
export const keepsData: Rule[] = [
  {
    type: "azurerm_postgresql_flexible_server",
    must: "refuse deletion and have a standby, in another zone where the region has zones",
    holds: (b) =>
      b.lifecycle.prevent_destroy &&
      b.high_availability.mode === (withoutZones.includes(b.location) ? "SameZone" : "ZoneRedundant"),
  },
  {
    type: "azurerm_storage_account",
    must: "keep old versions and deleted objects",
    holds: ({ blob_properties: b }) => b.versioning_enabled && b.delete_retention_policy.days >= 30,
  },
  {
    type: "azurerm_key_vault",
    must: "protect deleted data from being purged",
    holds: (b) => b.purge_protection_enabled,
  },
  {
    type: "azurerm_app_configuration",
    must: "protect deleted data from being purged",
    holds: (b) => b.purge_protection_enabled,
  },
  {
    type: "azurerm_data_protection_backup_vault",
    must: "keep deleted backups",
    holds: ({ soft_delete, immutability }) =>
      /^(On|AlwaysOn)$/.test(soft_delete) && /^(Unlocked|Locked)$/.test(immutability),
  },
];

/** Stores that no lock keeps from being deleted by hand. */
export function locksStores(stack: StackJson): Offence[] {
  const scopes = resources(stack, "azurerm_management_lock").map(({ body }) => String(body.scope));
  return ["azurerm_storage_account", "azurerm_postgresql_flexible_server"]
    .flatMap((type) => resources(stack, type))
    .filter(({ address }) => !scopes.some((scope) => scope.includes(address)))
    .map(({ address }) => ({ address, must: "have an azurerm_management_lock" }));
}
