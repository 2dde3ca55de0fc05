# The emulator on this machine: `npm start`. What the emulator cannot do is switched off here (docs/local.md says why).

account_id = "123456789012"
data_class = "synthetic"
protected  = false
emulator   = true

aws_provider = { max_retries = 2, use_path_style = true }

application = { replicas = { min = 2, max = 4 } }
database    = { backup_days = 7, protected = false }
cache       = { size = "small", nodes = 2 }

notifications = {
  critical = ["on-call@example.com"]
  warning  = ["team@example.com"]
}

aws = {
  network       = { cidr = "10.10.0.0/16", zone_count = 2, nat_gateways = "one" }
  load_balancer = { domain = "test-execution.local.example.com", create_zone = true }
  budget        = { monthly_usd = 10, emails = ["team@example.com"] }
  deploy        = { repository = "example/test-execution-system" }
}
