import { eksAnswers } from "./support/kubernetes-trial";
import { variants } from "./support/kubernetes-variants";
import { MockedPlans } from "./support/mocked-plans";

/** Terraform plans with the real plugins, which check every object. Mocks replace the cluster. */

const plans = new MockedPlans({
  aws: eksAnswers,
  azurerm: {
    azurerm_kubernetes_cluster: {
      kube_config: [{ cluster_ca_certificate: "Y2E=", client_certificate: "Y2E=", client_key: "Y2E=" }],
    },
  },
  google: { google_container_cluster: { master_auth: [{ cluster_ca_certificate: "Y2E=" }] } },
});

plans.addEnvironments("kubernetes");
plans.addEnvironments("ai-prism-kubernetes");
plans.addVariants("ai-prism-kubernetes", variants);
plans.end();
