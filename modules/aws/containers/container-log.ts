/** Where containers of a task write. */
export interface ContainerLog {
  readonly group: string;
  readonly region: string;
}

/** Sends a container's output to CloudWatch Logs; a full buffer drops lines rather than stop the application. */
export function logConfiguration({ group, region }: ContainerLog, streamPrefix: string) {
  return {
    logDriver: "awslogs",
    options: {
      "awslogs-group": group,
      "awslogs-region": region,
      "awslogs-stream-prefix": streamPrefix,
      mode: "non-blocking",
      "max-buffer-size": "25m",
    },
  };
}
