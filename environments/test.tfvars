# Test: small, but everything that production has is on.

account_id = "222222222222"
data_class = "masked"
protected  = false
log_days   = 14

application = {
  replicas    = { min = 2, max = 3 }
  environment = { LOG_LEVEL = "debug" }
}
database      = { size = "small", storage_gib = 50, backup_days = 7, protected = false }
cache         = { size = "small", nodes = 2, snapshot_days = 1 }
notifications = { warning = ["team@example.com"] }

aws = {
  network       = { cidr = "10.30.0.0/16", zone_count = 3, nat_gateways = "one" }
  load_balancer = { domain = "test-execution.test.example.com", zone_id = "Z0000000000000000TEST" }
  service       = { spot = { on_demand_base = 1, percent = 50 } }
  budget        = { monthly_usd = 200, emails = ["team@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}
