/** The stack that the tests of releases deploy: one service behind a load balancer, and a migration. */
export const stack = "shop-aws-dev";

export const account = "123456789012";

export const image = (tag: string) => `ghcr.io/acme/shop:${tag}`;

/** A project of the test's own, by file. */
export const projectFiles: Readonly<Record<string, string>> = {
  "project/environments/base.tfvars":
    'notifications = { critical = ["ops@shop.example"], warning = ["ops@shop.example"] }\n',
  "project/environments/dev.tfvars": `
account_id   = "${account}"
region       = "us-east-1"
data_class   = "synthetic"
protected    = false
log_days     = 7
aws_provider = { use_path_style = true, max_retries = 2 }
`,
  "project/systems/shop/base.tfvars": `
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
`,
  "project/systems/shop/dev.tfvars": `
backup = { enabled = false }
aws = {
  network       = { cidr = "10.20.0.0/16", zone_count = 2, nat_gateways = "one", zones = ["us-east-1a", "us-east-1b"] }
  load_balancer = { domain = "shop.example", create_zone = true }
  file_system   = { enabled = false }
  service = {
    blue_green = true
    tracing    = { enabled = false }
    tasks      = { migrate = { command = ["node", "migrate"] } }
  }
}
`,
};
