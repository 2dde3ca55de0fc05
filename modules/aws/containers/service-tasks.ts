import { Construct } from "constructs";
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
  /** Image of the green service. @default - no blue/green */
  readonly greenImage?: string;
}

/** The tasks of a service. With blue/green, one without a schedule exists a second time, as `<name>-green` with the green image. */
export class ServiceTasks extends Construct {
  /** The task definitions, by the task's name. */
  readonly taskArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ServiceTasksProps) {
    super(scope, id);
    const { name, tasks, greenImage, container } = props;
    const taskArns: Record<string, string> = {};
    const add = (task: string, image: string, { command, schedule }: TaskOfService) => {
      taskArns[task] = new ContainerTask(this, task, {
        ...props,
        part: `${name}-${task}`,
        container: { ...container, image, command },
        schedule,
      }).taskDefinitionArn;
    };
    for (const [task, settings] of Object.entries(tasks)) {
      add(task, container.image, settings);
      if (greenImage !== undefined && !settings.schedule) add(`${task}-green`, greenImage, settings);
    }
    this.taskArns = taskArns;
  }
}
