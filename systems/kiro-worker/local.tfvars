# The emulator on this machine.

# The emulator records builds without running them. The alarm that a test triggers is raised within a minute.
aws_codebuild = {
  network      = { cidr = "10.210.0.0/16" }
  artifacts    = { transfer_acceleration = true }
  poller       = { timeout_seconds = 120 } # Ten builds at once take longer on one machine.
  projects     = { worker = { build_minutes = 15, queue_minutes = 15 } }
  alarms       = { secret_access_denied = { for_seconds = 60 } }
  budget       = { monthly_usd = 10, emails = ["team@example.com"] }
}
