const methods = { INFO: "info", WARN: "warn", ERROR: "error" } as const;

/** Writes a log line with fields for CloudWatch Logs Insights. Never log secrets of an item or a build. */
export function log(
  level: keyof typeof methods,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  // Lambda writes JSON with the level, the time and the request ID.
  console[methods[level]]({ message, ...fields });
}
