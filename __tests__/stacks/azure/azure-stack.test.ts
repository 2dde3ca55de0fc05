import { ApplicationInsightsWorkbook } from "@cdktf/provider-azurerm/lib/application-insights-workbook";
import { ContainerGroup } from "@cdktf/provider-azurerm/lib/container-group";
import { Synthesized } from "../../synthesized";
import { oneApplication } from "../one-application";

const { build } = oneApplication();

/** The stack with two components, each with a queue. */
let made: Synthesized;
beforeAll(async () => {
  const component = { cpu: 1, memory_mib: 2048, queue: true };
  const components = { thumbnailer: component, mailer: component };
  const { mistakes, text } = await build("azure", { application: { components } });
  expect(mistakes).toEqual([]);
  made = new Synthesized(text);
});

/** Variables of a service's first container group whose names end in QUEUE_URL. */
function queueVariables(service: string): Record<string, string> {
  const group = made.all(ContainerGroup).find(({ name }) => name.includes(`-${service}-blue-1`));
  return Object.fromEntries(
    Object.entries<string>(group.container[0].environment_variables).filter(([name]) => name.endsWith("QUEUE_URL")),
  );
}

test("the application sends to the queue of every component, and each component consumes its own", () => {
  const url = (component: string) => expect.stringMatching(`\\.servicebus\\.windows\\.net/${component}$`);
  expect(queueVariables("api")).toEqual({ THUMBNAILER_QUEUE_URL: url("thumbnailer"), MAILER_QUEUE_URL: url("mailer") });
  expect(queueVariables("thumbnailer")).toEqual({ QUEUE_URL: url("thumbnailer") });
  expect(queueVariables("mailer")).toEqual({ QUEUE_URL: url("mailer") });
});

test("the application's dashboard shows the queue of every component", () => {
  interface Item {
    readonly name: string;
    readonly content: { readonly resourceIds: string[] };
  }
  const workbook = made
    .all(ApplicationInsightsWorkbook)
    .find(({ display_name }) => display_name.endsWith("-application"));
  const items: Item[] = JSON.parse(workbook.data_json).items;
  expect(items.find(({ name }) => name === "Queue depth")?.content.resourceIds).toEqual([
    expect.stringContaining("thumbnailer-queue_namespace"),
    expect.stringContaining("mailer-queue_namespace"),
  ]);
});
