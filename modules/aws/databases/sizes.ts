import type { Size } from "../../sizes";

/** RDS instance classes (Graviton). small and medium are burstable; large and xlarge are memory-optimized. */
export const databaseClasses: Readonly<Record<Size, string>> = {
  small: "db.t4g.small",
  medium: "db.t4g.large",
  large: "db.r6g.large",
  xlarge: "db.r6g.xlarge",
};

/** Aurora instance classes. The smallest that Aurora PostgreSQL has is `db.t4g.medium`. */
export const auroraClasses: Readonly<Record<Size, string>> = {
  small: "db.t4g.medium",
  medium: "db.t4g.large",
  large: "db.r6g.large",
  xlarge: "db.r6g.xlarge",
};

/** ElastiCache node types. */
export const cacheTypes: Readonly<Record<Size, string>> = {
  small: "cache.t4g.small",
  medium: "cache.m6g.large",
  large: "cache.r6g.large",
  xlarge: "cache.r6g.xlarge",
};
