/**
 * The settings as Terraform's templates write them: `${` and `%{` in a text mean themselves. This is the only place where texts of
 * settings are escaped; what a stack writes where Terraform has no templates (defaults of variables, the backend) may hold neither,
 * which the schema checks.
 */
export function asTerraformText<T>(settings: T): T {
  return escaped(settings) as T;
}

function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/[$%]\{/g, (opening) => opening[0] + opening);
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [escaped(key), escaped(inner)]));
}

/** A text of settings as it was written, where its characters are looked at. */
export function asWritten(text: string): string {
  return text.replace(/\$(?=\$\{)|%(?=%\{)/g, "");
}
