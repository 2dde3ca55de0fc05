import { DbInstance, type DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { databaseLogGroups } from "./database-logs";

export interface DatabaseReplicaProps {
  readonly names: Names;
  /** The last part of the replica's identifier. */
  readonly name: string;
  /** Encrypts the logs; the storage is under the key of the source. */
  readonly keyArn: string;
  /** Days that logs are kept. */
  readonly logDays: number;
  /** The arguments that it shares with its source, and the source. RDS takes subnets, engine, login and size from there. */
  readonly config: DbInstanceConfig & { readonly replicateSourceDb: string };
}

/** A read replica of a PostgreSQL instance in the same region. */
export class DatabaseReplica extends Construct {
  /** Host name. */
  readonly endpoint: string;

  constructor(scope: Construct, id: string, { names, name, keyArn, logDays, config }: DatabaseReplicaProps) {
    super(scope, id);
    const identifier = names.of("database", name);
    const instance = new DbInstance(this, "instance", {
      ...config,
      identifier,
      skipFinalSnapshot: true, // RDS takes none of a replica.
      dependsOn: databaseLogGroups(this, "logs", { identifier, keyArn, logDays }).groups,
    });
    this.endpoint = instance.address;
  }
}
