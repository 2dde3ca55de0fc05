import * as z from "zod";
import { backupTime, part } from "../common";
import { applicationBlocks } from "../shared";

export const database = applicationBlocks.database
  .extend({
    sku: z
      .string()
      .regex(/^(B|GP|MO)_Standard_\w+$/, { error: "a size such as GP_Standard_D2ds_v5" })
      .optional()
      .describe("Exact SKU of the database server. Default: the one of `size`."),
    administrators: z
      .record(
        part,
        z.strictObject({
          object_id: z.uuid().describe("Object id of the group, application or user in Entra ID."),
          name: z.string().min(1).describe("Name of the group, application or user; also its user name in PostgreSQL."),
          type: z
            .enum(["Group", "ServicePrincipal", "User"])
            .default("Group")
            .describe("Kind of the identity in Entra ID."),
        }),
      )
      .describe(
        "Administrators of the database, each under a name that you choose. They sign in with Entra ID; there is no password.",
      ),
    geo_redundant_backups: z
      .boolean()
      .default(true)
      .describe(
        "Whether the paired region gets a copy of the backups, from which a database is restored there and nowhere else. Cannot be changed after the first deploy.",
      ),
    restore_from: z
      .strictObject({
        server_id: z.string().startsWith("/subscriptions/").describe("Resource id of the server whose backup is used."),
        time: backupTime.describe("Moment of that server to restore, in UTC."),
        other_region: z.boolean().default(false).describe("Whether that server is in the paired region."),
      })
      .optional()
      .describe("Backup from which a new database is made. It has no effect on a database that exists."),
  })
  .describe("Azure Database for PostgreSQL of the application.");
