import type { Names } from "../../names";
import type { Statement } from "../access/policy";

/** Where the states of an environment are. */
export interface States {
  /** Bucket of the states. */
  readonly bucketName: string;
  /** DynamoDB table of the locks, which has the digest of each state too. */
  readonly tableName: string;
  /** KMS key of bucket and table. */
  readonly keyArn: string;
}

/** What a stack writes to Parameter Store for its application: flags, and where its stores are. No secret. */
const configuration = ["cache_*", "database_*", "feature_flags"];

/** The one object that a stack puts into a bucket: the public settings of a website. */
const siteConfiguration = "arn:aws:s3:::*/public/config.json";

/** Reading all states of the environment, with their digests and locks, the releases and the records of drift. */
export function readStates(names: Names, { bucketName, tableName, keyArn }: States): Statement[] {
  const { region } = names;
  return [
    { sid: "States", actions: ["s3:GetObject"], resources: [`${names.arn("s3", bucketName)}/*`] },
    {
      sid: "StateDigests",
      actions: ["dynamodb:BatchGetItem", "dynamodb:GetItem"],
      resources: [names.arn("dynamodb", `table/${tableName}`)],
    },
    {
      sid: "StateKey",
      actions: ["kms:Decrypt"],
      resources: [keyArn],
      conditions: [through("StringEquals", [`s3.${region}.amazonaws.com`, `dynamodb.${region}.amazonaws.com`])],
    },
  ];
}

/** The records of drift in the bucket of the states. */
export const recordsOf = (names: Names, { bucketName }: States): string =>
  `${names.arn("s3", bucketName)}/drift/*.json`;

/** Writing the records of drift, and nothing else of the bucket: `npm run drift -- --record`. */
export function writeRecords(names: Names, states: States): Statement[] {
  const s3 = through("StringEquals", [`s3.${names.region}.amazonaws.com`]);
  return [
    { sid: "DriftRecords", actions: ["s3:PutObject"], resources: [recordsOf(names, states)] },
    // A key of data for one object: the bucket encrypts with the key of the states.
    { sid: "DriftRecordsKey", actions: ["kms:GenerateDataKey"], resources: [states.keyArn], conditions: [s3] },
  ];
}

/** Reading what the provider must decrypt to compare it: variables of functions, and parameters that a stack writes. Neither is a secret. */
export function readEncrypted(names: Names): Statement[] {
  return [
    { sid: "SiteConfiguration", actions: ["s3:GetObject", "s3:GetObjectTagging"], resources: [siteConfiguration] },
    {
      sid: "FunctionVariables",
      actions: ["kms:Decrypt"],
      resources: [anyKey(names)],
      conditions: [through("StringLike", ["lambda.*.amazonaws.com"])],
    },
    {
      sid: "Configuration",
      actions: ["kms:Decrypt"],
      resources: [anyKey(names)],
      conditions: [
        through("StringLike", ["ssm.*.amazonaws.com"]),
        { test: "StringLike", variable: "kms:EncryptionContext:PARAMETER_ARN", values: configurationArns(names) },
      ],
    },
  ];
}

/**
 * What no plan may do, even where something else allows it: read a value of a secret or of the application's data, and write anything.
 * @param written objects that this role writes all the same, as ARNs
 */
export function neverInPlan(names: Names, states?: States, written: readonly string[] = []): Statement[] {
  const deny = (sid: string, rest: Omit<Statement, "sid" | "effect">): Statement => ({ sid, effect: "Deny", ...rest });
  const stateObjects = states ? [`${names.arn("s3", states.bucketName)}/*`] : [];
  return [
    deny("NoSecrets", {
      actions: ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"],
      resources: ["*"],
    }),
    deny("NoParameterValues", {
      actions: ["kms:Decrypt"],
      resources: ["*"],
      conditions: [
        through("StringLike", ["ssm.*.amazonaws.com"]),
        { test: "StringNotLike", variable: "kms:EncryptionContext:PARAMETER_ARN", values: configurationArns(names) },
      ],
    }),
    deny("NoObjects", {
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      notResources: [...stateObjects, siteConfiguration],
    }),
    deny("NoItems", {
      actions: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:GetRecords", "dynamodb:Query", "dynamodb:Scan"],
      ...(states ? { notResources: [names.arn("dynamodb", `table/${states.tableName}`)] } : { resources: ["*"] }),
    }),
    deny("NoData", {
      actions: [
        "cognito-idp:ListUsers",
        "dynamodb:PartiQLSelect",
        "ecr:BatchGetImage",
        "ecr:GetAuthorizationToken",
        "ecr:GetDownloadUrlForLayer",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:GetLogRecord",
        "logs:StartLiveTail",
        "logs:StartQuery",
        "rds-data:*",
        "sqs:ReceiveMessage",
        "ssm:StartSession",
        "sts:AssumeRole",
      ],
      resources: ["*"],
    }),
    deny("NoChange", {
      actions: [
        "dynamodb:DeleteItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "iam:PassRole",
        "s3:DeleteObject",
        ...(written.length > 0 ? [] : ["s3:PutObject"]),
      ],
      resources: ["*"],
    }),
    ...(written.length > 0
      ? [deny("NoObjectsWritten", { actions: ["s3:PutObject"], notResources: [...written] })]
      : []),
  ];
}

const through = (test: string, services: string[]) => ({ test, variable: "kms:ViaService", values: services });

const anyKey = ({ accountId }: Names) => `arn:aws:kms:*:${accountId}:key/*`;

const configurationArns = ({ accountId, environment }: Names) =>
  configuration.map((key) => `arn:aws:ssm:*:${accountId}:parameter/*/${environment}/${key}`);
