import { ElasticacheUser } from "@cdktf/provider-aws/lib/elasticache-user";
import { ElasticacheUserGroup } from "@cdktf/provider-aws/lib/elasticache-user-group";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface CacheUsersProps {
  readonly names: Names;
  /** The cache's name, which begins the users' names. */
  readonly name: string;
}

/** The users of a Redis cache: one that signs in with IAM, and the default user, which is off. */
export class CacheUsers extends Construct {
  readonly groupId: string;
  /** The user name that a client sends, and for which it signs its IAM token. */
  readonly userName: string;
  readonly userArn: string;

  constructor(scope: Construct, id: string, { names, name }: CacheUsersProps) {
    super(scope, id);
    const userName = names.of("cache", `${name}-app`);
    const app = new ElasticacheUser(this, "app", {
      userId: userName,
      userName, // Must equal the id where IAM authenticates.
      engine: "redis",
      // Every key and channel, and every command but the dangerous ones (FLUSHALL, KEYS …). Clients send INFO first.
      accessString: "on ~* &* +@all -@dangerous +info",
      authenticationMode: { type: "iam" },
    });
    const anonymous = new ElasticacheUser(this, "default", {
      userId: names.of("cache", `${name}-default`),
      userName: "default", // Each group must have this user.
      engine: "redis",
      accessString: "off -@all",
      // Not authentication_mode: AWS returns "no-password" for "no-password-required", which would differ in every plan.
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
