import type { ClientOptions } from "../client";
import { existing, type Finder, finder, firstOf } from "./finder";

/** Stores, functions, backups, logs and names. */
export const services: Readonly<Record<string, Finder>> = {
  aws_efs_file_system: finder(["creation_token"], async ({ creation_token }, options) => {
    const { DescribeFileSystemsCommand, EFSClient } = await import("@aws-sdk/client-efs");
    const command = new DescribeFileSystemsCommand({ CreationToken: creation_token });
    const { FileSystems } = await new EFSClient(options).send(command);
    return existing(FileSystems?.[0]?.FileSystemId, FileSystems?.[0]?.Tags ?? []);
  }),

  aws_efs_mount_target: finder(["file_system_id", "subnet_id"], async ({ file_system_id, subnet_id }, options) => {
    const { EFSClient, paginateDescribeMountTargets } = await import("@aws-sdk/client-efs");
    const target = await firstOf(
      paginateDescribeMountTargets({ client: new EFSClient(options) }, { FileSystemId: file_system_id }),
      ({ MountTargets }) => MountTargets,
      ({ SubnetId }) => SubnetId === subnet_id,
    );
    return existing(target?.MountTargetId);
  }),

  aws_secretsmanager_secret: finder(["name"], async ({ name }, options) => {
    const { DescribeSecretCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
    const { ARN, Tags } = await new SecretsManagerClient(options).send(new DescribeSecretCommand({ SecretId: name }));
    return existing(ARN, Tags ?? []);
  }),

  aws_lambda_event_source_mapping: finder(["function_name", "event_source_arn"], async (known, options) => {
    const { LambdaClient, ListEventSourceMappingsCommand } = await import("@aws-sdk/client-lambda");
    const command = new ListEventSourceMappingsCommand({
      FunctionName: known.function_name,
      EventSourceArn: known.event_source_arn,
    });
    const { EventSourceMappings } = await new LambdaClient(options).send(command);
    return existing(EventSourceMappings?.[0]?.UUID);
  }),

  aws_backup_plan: finder(["name"], async ({ name }, options) => {
    const { ListTagsCommand, client, paginateListBackupPlans } = await backup(options);
    const plan = await firstOf(
      paginateListBackupPlans({ client }, {}),
      ({ BackupPlansList }) => BackupPlansList,
      ({ BackupPlanName }) => BackupPlanName === name,
    );
    if (!plan) return undefined;
    const { Tags } = await client.send(new ListTagsCommand({ ResourceArn: plan.BackupPlanArn }));
    return existing(plan.BackupPlanId, Tags ?? {});
  }),

  aws_backup_selection: finder(["plan_id", "name"], async ({ plan_id, name }, options) => {
    const { client, paginateListBackupSelections } = await backup(options);
    const selection = await firstOf(
      paginateListBackupSelections({ client }, { BackupPlanId: plan_id }),
      ({ BackupSelectionsList }) => BackupSelectionsList,
      ({ SelectionName }) => SelectionName === name,
    );
    return existing(selection?.SelectionId && `${plan_id}|${selection.SelectionId}`);
  }),

  aws_cloudwatch_log_delivery: finder(
    ["delivery_source_name", "delivery_destination_arn"],
    async ({ delivery_source_name, delivery_destination_arn }, options) => {
      const { CloudWatchLogsClient, paginateDescribeDeliveries } = await import("@aws-sdk/client-cloudwatch-logs");
      const delivery = await firstOf(
        paginateDescribeDeliveries({ client: new CloudWatchLogsClient(options) }, {}),
        ({ deliveries }) => deliveries,
        (it) =>
          it.deliverySourceName === delivery_source_name && it.deliveryDestinationArn === delivery_destination_arn,
      );
      return existing(delivery?.id, delivery?.tags ?? {});
    },
  ),

  aws_service_discovery_private_dns_namespace: finder(["name", "vpc"], async ({ name, vpc }, options) => {
    const { ListTagsForResourceCommand, client, paginateListNamespaces } = await discovery(options);
    const namespace = await firstOf(
      paginateListNamespaces({ client }, {}),
      ({ Namespaces }) => Namespaces,
      ({ Name, Type }) => Name === name && Type === "DNS_PRIVATE",
    );
    if (!namespace) return undefined;
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: namespace.Arn }));
    return existing(`${namespace.Id}:${vpc}`, Tags ?? []);
  }),

  aws_service_discovery_service: finder(["name"], async ({ name }, options, planned) => {
    const { ListTagsForResourceCommand, client, paginateListServices } = await discovery(options);
    const dns = [planned["dns_config"]].flat()[0] as { namespace_id?: string } | undefined;
    const namespace = planned["namespace_id"] || dns?.namespace_id;
    if (!namespace) return undefined;
    const Filters = [{ Name: "NAMESPACE_ID" as const, Values: [String(namespace)] }];
    const service = await firstOf(
      paginateListServices({ client }, { Filters }),
      ({ Services }) => Services,
      ({ Name }) => Name === name,
    );
    if (!service) return undefined;
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: service.Arn }));
    return existing(service.Id, Tags ?? []);
  }),

  aws_db_instance_automated_backups_replication: finder(["source_db_instance_arn"], async (known, options) => {
    const { RDSClient, paginateDescribeDBInstanceAutomatedBackups } = await import("@aws-sdk/client-rds");
    const backups = await firstOf(
      paginateDescribeDBInstanceAutomatedBackups({ client: new RDSClient(options) }, {}),
      ({ DBInstanceAutomatedBackups }) => DBInstanceAutomatedBackups,
      ({ DBInstanceArn }) => DBInstanceArn === known.source_db_instance_arn,
    );
    return existing(backups?.DBInstanceAutomatedBackupsArn);
  }),
};

async function backup(options: ClientOptions) {
  const sdk = await import("@aws-sdk/client-backup");
  return { ...sdk, client: new sdk.BackupClient(options) };
}

async function discovery(options: ClientOptions) {
  const sdk = await import("@aws-sdk/client-servicediscovery");
  return { ...sdk, client: new sdk.ServiceDiscoveryClient(options) };
}
