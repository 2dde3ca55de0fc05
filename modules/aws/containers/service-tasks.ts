import type { Construct } from "constructs";
import { ContainerTask, type ContainerTaskProps } from "./container-task";

/** A task that runs to its end with the image, the rights and the variables of a service. */
export interface TaskOfService {
  readonly command: readonly string[];
  /** `cron(…)` or `rate(…)`, in UTC. @default - started by an operator or a pipeline */
  readonly schedule?: string;
}

export interface ServiceTasksProps extends Omit<ContainerTaskProps, "part" | "schedule"> {
  /** The service; the first part of each task's name. */
  readonly name: string;
  readonly tasks: Readonly<Record<string, TaskOfService>>;
  /** Image of the side that is not live. @default - no blue/green */
  readonly nextImage?: string;
}

/**
 * Makes the tasks of a service. With blue/green, one without a schedule exists a second time, as `<name>-next` with the image of the side
 * that is not live: a migration runs with it before a release. Returns their task definitions, by the task's name.
 */
export function addServiceTasks(scope: Construct, props: ServiceTasksProps): Readonly<Record<string, string>> {
  const { name, tasks, nextImage, container } = props;
  const taskArns: Record<string, string> = {};
  const add = (task: string, image: string, { command, schedule }: TaskOfService) => {
    taskArns[task] = new ContainerTask(scope, task, {
      ...props,
      part: `${name}-${task}`,
      container: { ...container, image, command },
      schedule,
    }).taskDefinitionArn;
  };
  for (const [task, settings] of Object.entries(tasks)) {
    add(task, container.image, settings);
    if (nextImage !== undefined && !settings.schedule) add(`${task}-next`, nextImage, settings);
  }
  return taskArns;
}
