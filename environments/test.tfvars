# Test: small, with the services of production; failover and copies in a second region are off.

account_id = "222222222222"
data_class = "anonymized"
protected = false
role_boundary = true
log_days = 14
notifications = {
  critical = ["team@example.com"]
  warning  = ["team@example.com"]
}

account = {
  pipelines = {
    repository = "your-org/your-infrastructure"
    systems    = ["agentic-service-bot", "ai-prism", "ai-test-automation", "kiro-worker", "test-execution"]
  }
}

gcp = {
  project = "test-execution-test"
  project_number = "100000000002"
}

azure = {
  subscription_id = "00000000-0000-4000-8000-000000000002"
  tenant_id = "00000000-0000-4000-8000-00000000aaaa"
  suffix = "tst1"
}

# The cluster of every system that has none of its own.
kubernetes = {
  cluster = { kind = "kubeconfig", context = "test-execution-test" }
}
