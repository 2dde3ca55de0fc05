/** Who saved a version of a state. */
export interface Writer {
  /** `user@host`; in GitHub Actions the person and the run; in HCP Terraform the user. */
  readonly who: string;
  /** The commit of the checkout, with `-dirty` where files differ from it. */
  readonly commit?: string;
  /** The command, e.g. `deploy`. */
  readonly command?: string;
  /** The version that was put back. */
  readonly restored?: string;
  /** The version before the command: those between are the same writer's, who saves while an apply runs. */
  readonly after?: string;
  /** Address of the run of GitHub Actions whose approval confirmed the change. */
  readonly run?: string;
  /** Who approved it there. */
  readonly approver?: string;
  /** The GitHub environment that was approved. */
  readonly environment?: string;
}

/** Amazon S3 user guide, "Categorizing your objects using tags": at most 10 tags. */
const names = {
  who: "Who",
  commit: "Commit",
  command: "Command",
  restored: "Restored",
  after: "After",
  run: "Run",
  approver: "Approver",
  environment: "Environment",
} as const;
type Field = keyof typeof names;
const fields = Object.keys(names) as Field[];

/** The most characters that the value of an object's tag may have (Amazon S3 user guide, "Categorizing your objects using tags"). */
const longest = 256;

/** A writer as tags of the object's version. What a value may not hold becomes a space. */
export function tagsOf(writer: Writer): { readonly Key: string; readonly Value: string }[] {
  return fields.flatMap((field) => {
    const value = writer[field];
    return value
      ? [{ Key: names[field], Value: value.replace(/[^\p{L}\p{N} +\-=._:/@]/gu, " ").slice(0, longest) }]
      : [];
  });
}

/** The writer that tags name; nothing if they name none. */
export function writerIn(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
): Writer | undefined {
  const found = fields.flatMap((field) => {
    const value = tags.find(({ Key }) => Key === names[field])?.Value;
    return value ? [[field, value] as const] : [];
  });
  const writer = Object.fromEntries(found) as Partial<Writer>;
  return writer.who ? (writer as Writer) : undefined;
}

/** `root@build-7, deploy, commit 4ab77fd`. */
export function writerText(writer: Writer | undefined): string {
  if (!writer) return "unknown (plain Terraform, cdktf, or before this was recorded)";
  const { who, command, commit, restored, approver, environment, run } = writer;
  const short = commit?.replace(/^([0-9a-f]{7})[0-9a-f]+/, "$1");
  const parts = [
    who,
    command,
    short && `commit ${short}`,
    restored && `from version ${restored}`,
    approver && `approved by ${approver} in ${environment ?? "GitHub"}${run ? ` (${run})` : ""}`,
  ];
  return parts.filter(Boolean).join(", ");
}
