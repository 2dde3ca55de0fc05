import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface DatabaseUsersProps {
  readonly names: Names;
  readonly instanceName: string;
  /** E-mail addresses of people and of service accounts. */
  readonly emails: readonly string[];
}

const serviceAccountDomain = ".gserviceaccount.com";

/** Users of one Cloud SQL instance who log in with their Google identity. Their rights in the database are granted in SQL. */
export class DatabaseUsers extends Construct {
  constructor(scope: Construct, id: string, { names, instanceName, emails }: DatabaseUsersProps) {
    super(scope, id);
    for (const email of emails) {
      const isServiceAccount = email.endsWith(serviceAccountDomain);
      new SqlUser(this, email, {
        instance: instanceName,
        // User names of PostgreSQL are shorter than such addresses.
        name: isServiceAccount ? email.slice(0, -serviceAccountDomain.length) : email,
        type: isServiceAccount ? "CLOUD_IAM_SERVICE_ACCOUNT" : "CLOUD_IAM_USER",
        // PostgreSQL refuses to drop a user that owns something. Without the role below the user cannot log in.
        deletionPolicy: "ABANDON",
      });
      for (const role of ["client", "instanceUser"]) {
        new ProjectIamMember(this, `${email}-${role}`, {
          project: names.accountId,
          role: `roles/cloudsql.${role}`,
          member: `${isServiceAccount ? "serviceAccount" : "user"}:${email}`,
          condition: {
            title: "one instance",
            expression: `resource.type == "sqladmin.googleapis.com/Instance" && resource.name == "projects/${names.accountId}/instances/${instanceName}"`,
          },
        });
      }
    }
  }
}
