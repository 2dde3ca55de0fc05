import { UserError } from "../process/user-error";

/** Reads the JSON that a Terraform command printed. */
export function readJson(command: string, text: string): unknown {
  return JSON.parse(jsonText(command, text));
}

/** The JSON in what a Terraform command printed, as it is written there. Lines that a wrapper prints around it are passed over. */
export function jsonText(command: string, text: string): string {
  const json = jsonIn(text);
  if (json !== undefined) return json;
  const found = text.trim() ? JSON.stringify(text.trim().slice(0, 60)) : "nothing";
  throw new UserError(
    `terraform ${command}: expected JSON, found ${found}: a program that TERRAFORM_BINARY_NAME names, or one that is called terraform, must print Terraform's own output`,
  );
}

/** The last object or list in a text that is JSON; it begins and ends with a line. */
function jsonIn(text: string): string | undefined {
  const lines = text.split("\n");
  const starts = lines.flatMap((line, index) => (/^[{[]/.test(line) ? [index] : []));
  const ends = lines.flatMap((line, index) => (/[}\]]\s*$/.test(line) ? [index + 1] : [])).reverse();
  for (const start of starts) {
    for (const end of ends.filter((end) => end > start)) {
      const json = lines.slice(start, end).join("\n");
      try {
        JSON.parse(json);
        return json;
      } catch {
        // Not the end of it.
      }
    }
  }
  return undefined;
}
