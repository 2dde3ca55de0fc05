# What every environment shares. A later layer wins:
# base → <environment> → regions/<region> → files named with --settings.

application = {
  image      = "ghcr.io/example/test-execution-system:1.0.0"
  port       = 8000
  cpu        = 1
  memory_mib = 2048
  targets    = { cpu_percent = 70, memory_percent = 80, requests_per_replica = 1000 }
  health = {
    live    = { path = "/health/live" }
    ready   = { path = "/health/ready" }
    startup = { path = "/health/startup", failures = 10 }
  }
  environment = { LOG_FORMAT = "json" }
  components = {
    worker = {
      cpu        = 0.5
      memory_mib = 1024
      command    = ["python", "-m", "worker"]
      queue      = true
    }
  }
}

database = { version = "16", size = "small", name = "test_execution" }

feature_flags = {
  parallel_execution = true
  ai_triage          = false
}

tags = { Owner = "platform-team" }

aws = {
  service = {
    tasks = {
      migrate = { command = ["python", "-m", "migrations"] }
    }
  }
}
