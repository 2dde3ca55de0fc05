import { ElasticacheUser } from "@cdktf/provider-aws/lib/elasticache-user";
import { ElasticacheUserGroup } from "@cdktf/provider-aws/lib/elasticache-user-group";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface CacheUsersProps {
  readonly names: Names;
  /** The cache that the users' names are made of. */
  readonly name: string;
}

/** Who may use a Redis cache: one user that signs in with IAM, and nobody without a name. */
export class CacheUsers extends Construct {
  readonly groupId: string;
  /** What a client gives as user name, and signs its IAM token for. */
  readonly userName: string;
  readonly userArn: string;

  constructor(scope: Construct, id: string, { names, name }: CacheUsersProps) {
    super(scope, id);
    const userName = names.of("cache", `${name}-app`);
    const app = new ElasticacheUser(this, "app", {
      userId: userName,
      userName, // must equal the id where IAM authenticates
      engine: "redis",
      // Every key and channel; of the commands that can harm others (FLUSHALL, KEYS …) only INFO, which clients send first.
      accessString: "on ~* &* +@all -@dangerous +info",
      authenticationMode: { type: "iam" },
    });
    const anonymous = new ElasticacheUser(this, "default", {
      userId: names.of("cache", `${name}-default`),
      userName: "default", // each group must have it
      engine: "redis",
      accessString: "off -@all",
      // Not authentication_mode: AWS returns "no-password" for "no-password-required", a difference in every plan.
      noPasswordRequired: true,
    });
    const group = new ElasticacheUserGroup(this, "group", {
      userGroupId: names.of("cache", name),
      engine: "redis",
      userIds: [anonymous.userId, app.userId],
    });
    this.groupId = group.userGroupId;
    this.userName = userName;
    this.userArn = app.arn;
  }
}
