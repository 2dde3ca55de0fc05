import { variants } from "./support/kubernetes-variants";
import { MockedPlans } from "./support/mocked-plans";

/** Terraform plans with the real plugins, which check every object. Mocks replace the cluster. */

const plans = new MockedPlans({
  aws: {
    aws_eks_cluster: {
      certificate_authority: [{ data: "Y2E=" }], // The default of a mock, a random text, is no certificate.
      version: "1.34",
      vpc_config: [{ vpc_id: "vpc-00000000" }],
    },
    aws_lb: { security_groups: ["sg-00000000"] },
    aws_rds_cluster: {
      master_user_secret: [{ secret_arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:database" }],
    },
    aws_vpc: { cidr_block: "10.0.0.0/16" },
  },
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
