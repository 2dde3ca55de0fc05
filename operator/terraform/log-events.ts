import type { TerraformEvent } from "./events";

/** What Terraform calls an action in the lines for people, as it begins and as it has ended. */
const verbs: Readonly<Record<string, string>> = {
  Creating: "create",
  Creation: "create",
  Modifying: "update",
  Modifications: "update",
  Destroying: "delete",
  Destruction: "delete",
  Reading: "read",
  Read: "read",
};

const line = new RegExp(
  `^(\\S.*?): (${Object.keys(verbs).join("|")})(\\.\\.\\.| complete after (\\S+)| errored after (\\S+))(?: \\[(?:id|name)=(.*)\\])?$`,
);
const refreshing = /^(\S.*?): Refreshing state\.\.\./;

/**
 * The event that a line for people is about: of a run in HCP Terraform, Terraform prints such lines even with `-json`. Nothing for a line
 * that is about no resource.
 */
export function eventOfLine(text: string): TerraformEvent | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  const plain = text.replace(/\u001b\[[0-9;]*m/g, "").trim();
  if (/^Waiting for .*(lock|queue|to finish)/.test(plain)) return { type: "waiting", "@message": plain };
  const [, refreshed] = refreshing.exec(plain) ?? [];
  if (refreshed) return event("refresh_complete", plain, { resource: { addr: refreshed } });
  const [, addr, verb = "", ending = "", done, failed, id] = line.exec(plain) ?? [];
  if (!addr) return undefined;
  const type = ending === "..." ? "apply_start" : done ? "apply_complete" : "apply_errored";
  const elapsed = done ?? failed;
  return event(type, plain, {
    resource: { addr },
    action: verbs[verb] ?? "",
    ...(elapsed && { elapsed_seconds: seconds(elapsed) }),
    ...(done && id && { id_value: id }),
  });
}

const event = (type: string, message: string, hook: NonNullable<TerraformEvent["hook"]>): TerraformEvent => ({
  type,
  "@message": message,
  hook,
});

/** Of a duration such as `1m20s`. */
function seconds(text: string): number {
  const units = { h: 3600, m: 60, s: 1 };
  const parts = [...text.matchAll(/(\d+)([hms])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units], 0);
}
