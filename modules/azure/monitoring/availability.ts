import { ApplicationInsightsStandardWebTest } from "@cdktf/provider-azurerm/lib/application-insights-standard-web-test";
import { MonitorMetricAlert } from "@cdktf/provider-azurerm/lib/monitor-metric-alert";
import { Construct } from "constructs";
import type { Severity } from "../../alerts";
import { type Placement, placed } from "../placement";
import { severities } from "./alerts";

/** A request from outside that shows whether the application can be reached. */
export interface AvailabilityTest {
  /** Public HTTPS address that answers 200, such as the health path behind the load balancer. */
  readonly url: string;
}

export interface AvailabilityProps extends Placement, AvailabilityTest {
  /** Application Insights that runs the test. */
  readonly applicationInsightsId: string;
  readonly severity: Severity;
  readonly actionGroupId: string;
}

/** East US, West US, West Europe, North Europe, Southeast Asia; each sends a request every 5 minutes. */
const locations = ["us-va-ash-azr", "us-ca-sjc-azr", "emea-nl-ams-azr", "emea-gb-db3-azr", "apac-sg-sin-azr"];

/** An availability test from five locations, and an alert when most of them fail. It also finds faults of DNS and certificate. */
export class Availability extends Construct {
  constructor(scope: Construct, id: string, props: AvailabilityProps) {
    super(scope, id);
    const { names, applicationInsightsId } = props;
    const test = new ApplicationInsightsStandardWebTest(this, "test", {
      ...placed(props),
      name: names.of("azure_alert", "availability"),
      description: `Whether ${props.url} answers from outside`,
      applicationInsightsId,
      geoLocations: locations,
      frequency: 300,
      timeout: 30,
      retryEnabled: true,
      enabled: true,
      request: { url: props.url, parseDependentRequestsEnabled: false },
      validationRules: { expectedStatusCode: 200, sslCheckEnabled: true, sslCertRemainingLifetime: 7 },
    });
    const part = "api-down-outside";
    new MonitorMetricAlert(this, "alert", {
      name: names.of("azure_alert", part),
      resourceGroupName: props.resourceGroup.name,
      description: `The API cannot be reached from outside, or its certificate ends within a week. Look at the DNS record, the certificate and the health of the Application Gateway, then at the alert api-down-pool.${names.runbook(part)}`,
      scopes: [test.id, applicationInsightsId],
      severity: severities[props.severity],
      frequency: "PT1M",
      windowSize: "PT5M",
      applicationInsightsWebTestLocationAvailabilityCriteria: {
        webTestId: test.id,
        componentId: applicationInsightsId,
        // Most of them: a single failed location may have a fault of its own.
        failedLocationCount: Math.ceil(locations.length / 2),
      },
      action: [{ actionGroupId: props.actionGroupId }],
      tags: { ...props.tags },
    });
  }
}
