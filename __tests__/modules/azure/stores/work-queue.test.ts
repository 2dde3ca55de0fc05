import "cdktf/lib/testing/adapters/jest";
import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import { ServicebusNamespace } from "@cdktf/provider-azurerm/lib/servicebus-namespace";
import { ServicebusQueue } from "@cdktf/provider-azurerm/lib/servicebus-queue";
import { WorkQueue, type WorkQueueProps } from "../../../../modules/azure/stores/work-queue";
import { synthesized } from "../../../synthesized";
import { placement, privateAccess, workspaceId } from "../fixtures";

function make(more: Partial<WorkQueueProps> = {}, inspect: (queue: WorkQueue) => void = () => {}) {
  return synthesized((scope) => {
    inspect(new WorkQueue(scope, "jobs", { ...placement, name: "worker", workspaceId, ...more }));
  });
}

describe("WorkQueue", () => {
  test("there are no keys, and TLS 1.2 is required", () => {
    expect(make()).toHaveResourceWithProperties(ServicebusNamespace, {
      sku: "Standard",
      local_auth_enabled: false,
      minimum_tls_version: "1.2",
    });
  });

  test("with private access it is reached inside the network only", () => {
    const made = make({ privateAccess });
    expect(made).toHaveResourceWithProperties(ServicebusNamespace, {
      sku: "Premium",
      capacity: 1,
      public_network_access_enabled: false,
    });
    expect(made).toHaveResource(PrivateEndpoint);
    expect(make()).not.toHaveResource(PrivateEndpoint);
  });

  test("a message goes to the dead-letter queue after five deliveries of five minutes, or when it expires", () => {
    expect(make()).toHaveResourceWithProperties(ServicebusQueue, {
      lock_duration: "PT5M",
      max_delivery_count: 5,
      dead_lettering_on_message_expiration: true,
    });
  });

  test("its address is known before it is created", () => {
    expect.assertions(1);
    make({}, ({ queueUrl }) =>
      expect(queueUrl).toBe("https://test-execution-prod-worker-x7k2.servicebus.windows.net/worker"),
    );
  });
});
