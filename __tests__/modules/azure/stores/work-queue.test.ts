import "cdktf/lib/testing/adapters/jest";
import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import { Testing } from "cdktf";
import { WorkQueue, type WorkQueueProps } from "../../../../modules/azure/stores/work-queue";
import { placement, privateAccess, workspaceId } from "../fixtures";

function synth(more: Partial<WorkQueueProps> = {}, inspect: (queue: WorkQueue) => void = () => {}): string {
  return Testing.synthScope((scope) => {
    inspect(new WorkQueue(scope, "jobs", { ...placement, name: "worker", workspaceId, ...more }));
  });
}

describe("WorkQueue", () => {
  test("there are no keys, and only TLS 1.2 reaches a queue", () => {
    expect(synth()).toHaveResourceWithProperties(ServicebusNamespace, {
      sku: "Standard",
      local_auth_enabled: false,
      minimum_tls_version: "1.2",
    });
  });

  test("with private access it is reached inside the network alone", () => {
    const json = synth({ privateAccess });
    expect(json).toHaveResourceWithProperties(ServicebusNamespace, {
      sku: "Premium",
      capacity: 1,
      public_network_access_enabled: false,
    });
    expect(json).toHaveResource(PrivateEndpoint);
    expect(synth()).not.toHaveResource(PrivateEndpoint);
  });

  test("a message that five deliveries do not finish, or nobody takes in time, goes to the dead-letter queue", () => {
    expect(synth()).toHaveResourceWithProperties(ServicebusQueue, {
      max_delivery_count: 5,
      dead_lettering_on_message_expiration: true,
    });
  });

  test.each([
    [300, "PT5M"],
    [45, "PT45S"],
    [90, "PT1M30S"],
  ])("%p seconds are written as Azure gives them back", (visibilitySeconds, lockDuration) => {
    expect(synth({ visibilitySeconds })).toHaveResourceWithProperties(ServicebusQueue, { lock_duration: lockDuration });
  });

  test("its address is known before it is made", () => {
    expect.assertions(1);
    synth({}, ({ queueUrl }) =>
      expect(queueUrl).toBe("https://test-execution-prod-worker-x7k2.servicebus.windows.net/worker"),
    );
  });
});
