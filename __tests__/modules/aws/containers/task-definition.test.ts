import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { Synthesized } from "../../../synthesized";
import { connections, container, containers, makeService, queue, statements } from "./container-fixture";

const names = (variables: { name: string }[]) => variables.map(({ name }) => name);

describe("TaskDefinition", () => {
  test("CPU and memory are in Fargate's units, on the given architecture", () => {
    expect(makeService({ architecture: "arm64" })).toHaveResourceWithProperties(EcsTaskDefinition, {
      cpu: "512",
      memory: "1024",
      requires_compatibilities: ["FARGATE"],
      runtime_platform: { cpu_architecture: "ARM64", operating_system_family: "LINUX" },
    });
  });

  test("the container is not root and writes to nothing but /tmp and what ECS Exec needs", () => {
    const [application] = containers(makeService());
    expect(application).toMatchObject({
      user: "10001",
      readonlyRootFilesystem: true,
      stopTimeout: 30,
      linuxParameters: { initProcessEnabled: true, tmpfs: [{ containerPath: "/tmp", size: 256 }] },
    });
    expect(application.mountPoints.map((mount: { containerPath: string }) => mount.containerPath)).toEqual([
      "/managed-agents",
      "/var/lib/amazon/ssm",
      "/var/log/amazon/ssm",
    ]);
  });

  test("a full log buffer never stops the application", () => {
    expect(containers(makeService())[0].logConfiguration.options).toMatchObject({
      "awslogs-group": expect.stringMatching(/^\$\{aws_cloudwatch_log_group\./),
      mode: "non-blocking",
    });
  });

  test("a health command runs as the live probe says, and without one there is no check inside the container", () => {
    const [checked] = containers(makeService({ healthCommand: ["CMD", "/healthcheck"] }));
    expect(checked.healthCheck).toEqual({
      command: ["CMD", "/healthcheck"],
      interval: 30,
      timeout: 5,
      retries: 3,
      startPeriod: 300,
    });
    expect(containers(makeService())[0].healthCheck).toBeUndefined();
  });

  test("connections become variables, and the database's user and password come from its secret", () => {
    const [application] = containers(makeService(connections));
    expect(
      Object.fromEntries(application.environment.map(({ name, value }: Record<string, string>) => [name, value])),
    ).toEqual({
      DATABASE_HOST: "db.internal",
      DATABASE_PORT: "5432",
      DATABASE_NAME: "app",
      DATABASE_SECRET_ARN: connections.database.secretArn,
      CACHE_HOST: "cache.internal",
      CACHE_PORT: "6379",
      CACHE_USER: "application",
      SHARED_PATH: "/data",
      TEST_RESULTS_BUCKET: "results",
      JOBS_QUEUE_URL: "https://queue/jobs",
      PARAMETER_PATH: "/test-execution/prod/configuration",
      METRIC_NAMESPACE: "test-execution",
    });
    expect(application.secrets).toEqual([
      { name: "DATABASE_USER", valueFrom: `${connections.database.secretArn}:username::` },
      { name: "DATABASE_PASSWORD", valueFrom: `${connections.database.secretArn}:password::` },
    ]);
  });

  test("a variable that the container sets itself is never set twice", () => {
    const [application] = containers(
      makeService({
        ...connections,
        container: {
          ...container,
          environment: { DATABASE_USER: "reader" },
          secrets: { DATABASE_HOST: "arn:aws:secretsmanager:us-east-1:111111111111:secret:host-AbCdEf" },
        },
      }),
    );
    expect(application.environment).toContainEqual({ name: "DATABASE_USER", value: "reader" });
    expect(names(application.environment)).not.toContain("DATABASE_HOST");
    expect(names(application.secrets)).toEqual(["DATABASE_PASSWORD", "DATABASE_HOST"]);
  });

  test("the shared file system is mounted through its access point, encrypted in transit", () => {
    const stack = makeService({ mount: { ...connections.mount, path: "/mnt/shared" } });
    expect(stack.all(EcsTaskDefinition)[0].volume).toContainEqual({
      name: "shared",
      efs_volume_configuration: {
        file_system_id: "fs-1",
        transit_encryption: "ENABLED",
        authorization_config: { access_point_id: "fsap-1", iam: "ENABLED" },
      },
    });
    expect(containers(stack)[0].mountPoints).toContainEqual({ sourceVolume: "shared", containerPath: "/mnt/shared" });
  });

  test("the trace collector may fail without the application, which samples the given share of its traces", () => {
    const [application, collector] = containers(
      makeService({ tracing: { samplingPercent: 5, collectorImage: "collector:1" } }),
    );
    expect(collector).toMatchObject({ image: "collector:1", essential: false, readonlyRootFilesystem: true });
    const { service, exporters } = JSON.parse(collector.environment[0].value);
    expect(service.pipelines.traces.exporters).toEqual(["awsxray"]);
    expect(service.pipelines).not.toHaveProperty("metrics");
    expect(Object.keys(exporters)).toEqual(["awsxray"]);
    expect(application.environment).toContainEqual({ name: "OTEL_TRACES_SAMPLER_ARG", value: "0.05" });
  });

  test("superseded revisions stay for a rollback where the settings keep them", () => {
    expect(makeService()).toHaveResourceWithProperties(EcsTaskDefinition, { skip_destroy: true });
    expect(makeService({ keepRevisions: false })).toHaveResourceWithProperties(EcsTaskDefinition, {
      skip_destroy: false,
    });
  });
});

describe("TaskRoles", () => {
  test("the execution role reads exactly the secrets that are named, and decrypts only through their stores", () => {
    const stack = makeService({
      ...connections,
      registryCredentialsArn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:ghcr-AbCdEf",
      container: {
        ...container,
        secrets: {
          API_KEY: "arn:aws:secretsmanager:us-east-1:111111111111:secret:keys-AbCdEf:api::",
          TOKEN: "/shared/token",
        },
      },
    });
    const execution = statements(stack, "roles_execution");
    expect(execution).toContainEqual({
      actions: ["secretsmanager:GetSecretValue"],
      resources: [
        connections.database.secretArn,
        "arn:aws:secretsmanager:us-east-1:111111111111:secret:keys-AbCdEf",
        "arn:aws:secretsmanager:us-east-1:111111111111:secret:ghcr-AbCdEf",
      ],
    });
    expect(execution).toContainEqual({
      actions: ["ssm:GetParameters"],
      resources: ["arn:aws:ssm:us-east-1:111111111111:parameter/shared/token"],
    });
    expect(execution.find(({ actions }) => actions.includes("kms:Decrypt"))).toMatchObject({
      resources: ["arn:key"],
      condition: [{ values: ["secretsmanager.us-east-1.amazonaws.com", "ssm.us-east-1.amazonaws.com"] }],
    });
  });

  test("a service without connections may write its log and be entered, nothing else", () => {
    const stack = makeService();
    expect(statements(stack, "roles_execution").flatMap(({ actions }) => actions)).toEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]);
    const actions: string[] = statements(stack, "roles_task").flatMap(({ actions }) => actions);
    expect(actions.filter((action) => !/^(ssmmessages|logs):/.test(action))).toEqual(["kms:Decrypt"]);
  });

  test("only what has no ARN of its own is allowed on everything", () => {
    const stack = makeService({
      ...connections,
      consumes: queue,
      tracing: { samplingPercent: 5, collectorImage: "collector:1" },
    });
    const open = statements(stack, "roles_task").filter(({ resources }) => resources.includes("*"));
    const actions: string[] = open.flatMap(({ actions }) => actions);
    expect(actions.filter((action) => !/^(ssmmessages|xray):/.test(action))).toEqual(["cloudwatch:PutMetricData"]);
    expect(open.at(-2).condition).toEqual([
      { test: "StringEquals", variable: "cloudwatch:namespace", values: ["test-execution"] },
    ]);
  });

  test("the application reads the database's secret itself, because the password changes while it runs", () => {
    const task = statements(makeService({ database: connections.database }), "roles_task");
    expect(task).toContainEqual({
      actions: ["secretsmanager:GetSecretValue"],
      resources: [connections.database.secretArn],
    });
    expect(task.find(({ actions, condition }) => actions.includes("kms:Decrypt") && condition)).toMatchObject({
      resources: ["arn:key"],
      condition: [{ values: ["secretsmanager.us-east-1.amazonaws.com"] }],
    });
  });

  test("a service that consumes a queue may not send to it, and one that sends may not receive", () => {
    const sqs = (stack: Synthesized) =>
      statements(stack, "roles_task")
        .flatMap(({ actions }): string[] => actions)
        .filter((action) => action.startsWith("sqs:"));
    expect(sqs(makeService({ sendsTo: { jobs: queue } }))).toEqual(["sqs:SendMessage"]);
    expect(sqs(makeService({ consumes: queue }))).not.toContain("sqs:SendMessage");
  });
});
