import { alphanumeric, hyphenated, lowercase, type NameRule, singleHyphens, words } from "./name-rule";

const postgresZone = ".private.postgres.database.azure.com";

/** The rules of Azure. Limits: "Naming rules and restrictions for Azure resources" of Azure Resource Manager, unless another source is named. */
export const azureNameRules = {
  azure_alert: { max: 260, pattern: words }, // Microsoft.Insights: metricAlerts, scheduledQueryRules, webTests, diagnosticSettings
  azure_app: { max: 32, pattern: singleHyphens }, // Microsoft.App/containerApps, jobs
  azure_app_environment: { max: 60, pattern: singleHyphens }, // Microsoft.App/managedEnvironments
  azure_backup_vault: { max: 50, pattern: hyphenated }, // Microsoft.DataProtection/backupVaults
  azure_budget: { max: 63, pattern: words }, // Microsoft.Consumption/budgets
  azure_cache: { max: 60, pattern: singleHyphens, global: true }, // Microsoft.Cache/redisEnterprise
  azure_configuration: { max: 50, pattern: hyphenated, global: true }, // Microsoft.AppConfiguration/configurationStores
  azure_container_group: { max: 54, pattern: singleHyphens }, // Microsoft.ContainerInstance: 63, of which a hash of the settings takes 9
  azure_dashboard: { max: 255, pattern: hyphenated }, // Microsoft.Insights/workbooks: displayName; the figure is CloudWatch's
  azure_database: { max: 63, pattern: singleHyphens, global: true }, // Microsoft.DBforPostgreSQL/flexibleServers
  azure_deployment: { max: 64, pattern: words }, // Microsoft.Resources/deployments
  azure_dns_label: { max: 63, pattern: lowercase, global: true }, // Microsoft.Network/publicIPAddresses: domainNameLabel
  azure_identity: { max: 63, pattern: words }, // Microsoft.ManagedIdentity: 128; it is a role of PostgreSQL too, which takes 63
  azure_network: { max: 64, pattern: words }, // Microsoft.Network: virtualNetworks, privateEndpoints 64; all others 80
  azure_private_zone: {
    max: 63 + postgresZone.length, // A DNS label, of a zone that PostgreSQL's must end with
    pattern: /^[a-z][a-z0-9-]*(\.[a-z]+)+$/,
    after: postgresZone,
  },
  azure_queue: { max: 50, pattern: lowercase, global: true }, // Microsoft.ServiceBus/namespaces
  azure_registry: { max: 50, pattern: alphanumeric, global: true, compact: true }, // Microsoft.ContainerRegistry/registries
  azure_resource: { max: 80, pattern: words }, // Microsoft.Network; resource groups take 90
  azure_role: { max: 512, pattern: words, global: true }, // Custom roles: unique in the tenant ("Azure custom roles", properties)
  azure_storage: { max: 24, pattern: alphanumeric, global: true, compact: true }, // Microsoft.Storage/storageAccounts
  azure_vault: { max: 24, pattern: alphanumeric, global: true, compact: true }, // Microsoft.KeyVault/vaults
  azure_workspace: { max: 63, pattern: hyphenated }, // Microsoft.OperationalInsights/workspaces
} satisfies Record<string, NameRule>;
