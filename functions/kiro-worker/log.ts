const methods = { INFO: "info", WARN: "warn", ERROR: "error" } as const;

/** A line whose fields CloudWatch Logs Insights reads. Never give it what an item or a build holds in secret. */
export function log(
  level: keyof typeof methods,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  // Lambda writes it as JSON with its level, the time and the request.
  console[methods[level]]({ message, ...fields });
}
