import { ApplicationInsightsStandardWebTest } from "@cdktf/provider-azurerm/lib/application-insights-standard-web-test";
import { MonitorMetricAlert } from "@cdktf/provider-azurerm/lib/monitor-metric-alert";
import { Construct } from "constructs";
import { type Placement, placed } from "../placement";
import { severities } from "./alerts";
import type { Severity } from "./notifications";

export interface AvailabilityTest {
  /** Public HTTPS address that answers 200, such as the health path behind the front. */
  readonly url: string;
  /**
   * Azure's names of the places that ask, each every 5 minutes.
   * @default - five: East US, West US, West Europe, North Europe, Southeast Asia
   */
  readonly locations?: readonly string[];
}

export interface AvailabilityProps extends Placement, AvailabilityTest {
  readonly applicationInsightsId: string;
  readonly severity: Severity;
  readonly actionGroupId: string;
}

const fiveLocations = ["us-va-ash-azr", "us-ca-sjc-azr", "emea-nl-ams-azr", "emea-gb-db3-azr", "apac-sg-sin-azr"];

/** A test from outside, and an alert when most places get no good answer: it sees what a metric of the gateway cannot. */
export class Availability extends Construct {
  constructor(scope: Construct, id: string, props: AvailabilityProps) {
    super(scope, id);
    const { names, applicationInsightsId, locations = fiveLocations } = props;
    const test = new ApplicationInsightsStandardWebTest(this, "test", {
      ...placed(props),
      name: names.of("azure_resource", "availability"),
      description: `Whether ${props.url} answers from outside`,
      applicationInsightsId,
      geoLocations: [...locations],
      frequency: 300,
      timeout: 30,
      retryEnabled: true,
      enabled: true,
      request: { url: props.url, parseDependentRequestsEnabled: false },
      validationRules: { expectedStatusCode: 200, sslCheckEnabled: true, sslCertRemainingLifetime: 7 },
    });
    new MonitorMetricAlert(this, "alert", {
      name: names.of("azure_resource", "api-down-outside"),
      resourceGroupName: props.resourceGroup.name,
      description:
        "The API cannot be reached from outside, or its certificate ends within a week. Look at the DNS record, the certificate and the health of the Application Gateway, then at the alert api-down-pool.",
      scopes: [test.id, applicationInsightsId],
      severity: severities[props.severity],
      frequency: "PT1M",
      windowSize: "PT5M",
      applicationInsightsWebTestLocationAvailabilityCriteria: {
        webTestId: test.id,
        componentId: applicationInsightsId,
        // Most of them: one place that cannot reach us may itself be the trouble.
        failedLocationCount: Math.ceil(locations.length / 2),
      },
      action: [{ actionGroupId: props.actionGroupId }],
      tags: { ...props.tags },
    });
  }
}
