import * as z from "zod";

/** Texts that have a form of their own, each as the services take them. */

/** What a region or an ARN of another partition gets as its answer. */
const onePartition = "AWS's commercial regions (partition aws): GovCloud, China and other partitions are not supported";
const otherRegion = /^(cn|us-gov|us-iso[a-z]?|eu-isoe|eusc)-/;

export const accountId = z.string().regex(/^\d{12}$/, { error: "a 12-digit AWS account id" });

const arnError =
  (expected: string) =>
  ({ input }: { readonly input?: unknown }) =>
    typeof input === "string" && /^arn:aws-/.test(input) ? onePartition : expected;

export const arn = z
  .string()
  .regex(/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:[\w+=,.@/:#-]+$/, { error: arnError("an AWS ARN") });

/** An IAM role. A session of it (`arn:aws:sts::…:assumed-role/…`) is no principal that lasts. */
export const roleArn = z.string().regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, {
  error: arnError("the ARN of an IAM role: arn:aws:iam::<account>:role/<name>, not of a session of it"),
});

/** Who may sign in to a cluster. */
export const principalArn = z.string().regex(/^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, {
  error: arnError("the ARN of an IAM role or user: arn:aws:iam::<account>:role/<name>, not of a session of it"),
});

export const region = z.string().regex(/^(?!cn-)[a-z]{2}-[a-z]+-\d$/, {
  error: ({ input }) =>
    typeof input === "string" && otherRegion.test(input) ? onePartition : "an AWS region such as us-east-1",
});

/** A host name of labels of at most 63 characters each (RFC 1035). */
const hostName = "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})";

export const domain = z
  .string()
  .max(253)
  .regex(new RegExp(`^${hostName}$`), { error: "a domain name in lower case, at most 63 characters between two dots" });

export const email = z
  .string()
  .max(254)
  .regex(new RegExp(`^[\\w.!#%&'*+/=?^~-]{1,64}@${hostName}$`, "i"), { error: "an e-mail address" });

export const repository = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.{1,2}$)(?!.*\.git$)[\w.-]{1,100}$/, {
  error: "owner/name of a GitHub repository, without .git",
});

/** A number, because a name can be given to another repository later. */
export const repositoryId = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, { error: "GitHub's number of the repository, in quotation marks" })
  .describe(
    "GitHub's number of `repository` (`gh api repos/<owner>/<name> --jq .id`): another one that gets its name later is refused. Default: the name alone counts.",
  );

/** A container image by the grammar of OCI references; a registry refuses capital letters in a name. */
export const image = z
  .string()
  .max(512)
  .regex(
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?\/)?[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
    { error: "an image such as ghcr.io/example/app:1.2.3, in lower case but for the tag" },
  );

/** A web address without spaces and without characters that a URL must encode. */
const url = (schemes: string) =>
  new RegExp(`^${schemes}://[\\w.-]+(:\\d{1,5})?(/[\\w.~%!&'()*+,;=:@/-]*)?(\\?[\\w.~%!&'()*+,;=:@/?-]*)?$`);

export const httpsUrl = z.string().max(2048).regex(url("https"), { error: "a URL such as https://x.example/path" });

/**
 * An address to which people return from signing in: by HTTPS, on their own machine, or an app's own (Cognito API reference,
 * "CreateUserPoolClient": CallbackURLs).
 */
export const returnUrl = z
  .string()
  .max(1024)
  .regex(url("(https|http(?=://localhost[:/?]|://localhost$)|(?!https?:)[a-z][a-z0-9+.-]*)"), {
    error: "https://…, http://localhost… or the address of an app such as shop://signed-in, without #",
  });

/** The address of a Git repository, as Argo CD takes it. */
export const gitUrl = z
  .string()
  .max(2048)
  .regex(
    /^(https:\/\/[\w.-]+(:\d{1,5})?\/[\w.~/-]+|ssh:\/\/(\w[\w.-]*@)?[\w.-]+(:\d{1,5})?\/[\w.~/-]+|\w[\w.-]*@[\w.-]+:[\w.~/-]+)$/,
    {
      error:
        "the address of a Git repository: https://host/owner/name.git, git@host:owner/name.git or ssh://git@host/owner/name.git",
    },
  );

export const route53Zone = z.string().regex(/^Z[A-Z0-9]{1,31}$/, {
  error: "the id of a Route53 zone such as Z0123456789ABCDEFGHIJ, not its name",
});

/** A folder or a file of a container. */
export const containerPath = z
  .string()
  .max(1024)
  .regex(/^\/[^\s:]*$/, { error: "an absolute path such as /data" });

export const timezone = z
  .string()
  .regex(/^[A-Z]\w*([/+-][A-Z0-9][\w+-]*)*$/, { error: "an IANA time zone such as Europe/Berlin", abort: true })
  .refine(isTimezone, { error: "an IANA time zone such as Europe/Berlin" });

function isTimezone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** Where Azure keeps what belongs together. */
export const resourceGroup = z.string().regex(/^[\w.()-]{0,89}[\w()-]$/, {
  error: "the name of a resource group: letters, digits and . _ ( ) -, no dot last",
});
