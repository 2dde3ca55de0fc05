import type * as z from "zod";
import { rule } from "../rules";
import type { aws } from "./schema";

type Aws = z.infer<typeof aws>;

/** Amazon RDS for PostgreSQL release notes, "Amazon RDS for PostgreSQL updates". */
const supportedPostgres = ["14", "15", "16", "17", "18"];

/** What RDS refuses. */
export const databaseRule = rule<Aws>(["database", "region"], function* ({ database, region }) {
  if (!database) return;
  if (!supportedPostgres.includes(database.version.split(".")[0] ?? "")) {
    yield {
      path: "database.version",
      expected: `PostgreSQL ${supportedPostgres.join(", ")} on RDS`,
      found: database.version,
    };
  }
  if (database.replicas > 0 && !database.rotation_lambda_arn) {
    yield {
      path: "database.replicas",
      problem: "RDS refuses read replicas of an instance whose password it manages",
      expected: "rotation_lambda_arn together with replicas, or no replicas",
      found: `${database.replicas} replicas`,
    };
  }
  const { storage_gib: now, max_storage_gib: most } = database;
  if (most !== undefined && most > now && most < Math.ceil((now * 11) / 10)) {
    yield {
      path: "database.max_storage_gib",
      expected: `at least 10 % more than storage_gib, ${Math.ceil((now * 11) / 10)} (RDS)`,
      found: String(most),
    };
  }
  if (database.backup_region === region) {
    yield { path: "database.backup_region", expected: `another region than ${region}`, found: region };
  }
  const [, , , restoreRegion] = database.restore_from?.split(":") ?? [];
  if (database.restore_from?.startsWith("arn:") && restoreRegion !== region) {
    yield {
      path: "database.restore_from",
      expected: `a backup in ${region}: RDS restores from its own region only`,
      found: String(restoreRegion),
    };
  }
});
