/** The stack that the tests of releases deploy: one service behind a load balancer, and a migration. */
export const stack = "shop-aws-dev";

export const account = "123456789012";

export const image = (tag: string) => `ghcr.io/acme/shop:${tag}`;

/** What the stack finds in its account: its own network, zone and certificate would be a third of its resources, and half its time. */
export interface Place {
  readonly vpc: string;
  readonly cidr: string;
  /** Two subnets. */
  readonly subnets: readonly string[];
  readonly certificate: string;
}

/** A project of the test's own, by file. @param more settings of the environment */
export const projectFiles = (place: Place, more = ""): Readonly<Record<string, string>> => ({
  "project/environments/base.tfvars": baseOfEnvironments,
  "project/environments/dev.tfvars": `${environmentFile}${more}`,
  "project/systems/shop/base.tfvars": baseOfShop,
  "project/systems/shop/dev.tfvars": shopFile(place),
});

export const baseOfEnvironments =
  'notifications = { critical = ["ops@shop.example"], warning = ["ops@shop.example"] }\n';

/** An environment on moto. */
export const environmentFile = `
account_id   = "${account}"
region       = "us-east-1"
data_class   = "synthetic"
protected    = false
log_days     = 7
aws_provider = { use_path_style = true, max_retries = 2 }
`;

/** The application, which is the same in every environment. */
export const baseOfShop = `
application = {
  image      = "${image("1.0.0")}"
  port       = 8080
  cpu        = 1
  memory_mib = 2048
  replicas   = { min = 2, max = 4 }
  health = {
    live    = { path = "/health/live" }
    ready   = { path = "/health/ready" }
    startup = { path = "/health/startup" }
  }
}
`;

/** Where it is deployed. */
export const shopFile = ({ vpc, cidr, subnets, certificate }: Place) => `
backup = { enabled = false }
aws = {
  network = {
    cidr = "${cidr}"
    existing = {
      vpc_id              = "${vpc}"
      public_subnet_ids   = ${JSON.stringify(subnets)}
      private_subnet_ids  = ${JSON.stringify(subnets)}
      database_subnet_ids = ${JSON.stringify(subnets)}
    }
  }
  load_balancer = { certificate_arn = "${certificate}" }
  file_system   = { enabled = false }
  service = {
    blue_green = true
    tracing    = { enabled = false }
    tasks      = { migrate = { command = ["node", "migrate"] } }
  }
}
`;
