# Staging: half of production in size, otherwise as production.

account_id = "333333333333"
data_class = "anonymized"
protected  = true
log_days   = 365

application = {
  replicas    = { min = 2, max = 5 }
  environment = { LOG_LEVEL = "info" }
}
database = { size = "medium", storage_gib = 100, max_storage_gib = 200, backup_days = 14 }
cache    = { size = "small", nodes = 2 }
notifications = {
  critical = ["platform@example.com"]
  warning  = ["team@example.com"]
}

aws = {
  network       = { cidr = "10.40.0.0/16" }
  load_balancer = { domain = "test-execution.staging.example.com", zone_id = "Z00000000000000STAGING" }
  service       = { spot = { on_demand_base = 2, percent = 50 } }
  budget        = { monthly_usd = 300, emails = ["platform@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}
