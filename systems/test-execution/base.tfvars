# The Test Execution System (document 002): values of all environments. One application on four platforms.

pipeline = "trunk" # No standby: aws-prod-dr is made from backups when it is needed (docs/disaster-recovery.md).

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

# Document 002: the business dashboard, and a warning at more than 20 % failed tests.
business_metrics = {
  title  = "Test executions"
  unit   = "executions"
  total  = { metric = "tests_run_total", legend = "run" }
  failed = { metric = "tests_failed_total" }
  label  = "framework"
  alert = {
    name              = "test_failures"
    threshold_percent = 20
    meaning           = "Too many test executions fail."
    remedy            = "Look at the business dashboard: one framework alone points to its runner or a changed target, all of them to the system itself."
  }
}

feature_flags = {
  parallel_execution = true
  ai_triage          = false
}

aws = {
  stack = "aws"
  service = {
    tasks = {
      migrate = { command = ["python", "-m", "migrations"] }
    }
  }
}

# Cloud Run needs whole vCPU and gives a replica 240 s to start.
gcp = {
  stack = "gcp"
  # The repository with this checkout, whose workflows plan and deploy; those of the application release.
  pipelines = { repository = "your-org/your-infrastructure" }
  application = {
    health     = { startup = { failures = 8 } }
    components = { worker = { cpu = 1 } }
  }
  service = {
    tasks = {
      migrate = { command = ["python", "-m", "migrations"] }
    }
  }
}

# A container group needs at least one vCPU.
azure = {
  stack   = "azure"
  pipelines = { repository = "your-org/your-infrastructure" }
  service = { entrypoint = [] }
  # The public addresses from which people and pipelines deploy.
  vault   = { allowed_cidrs = ["203.0.113.0/24"] }
  application = {
    components = { worker = { cpu = 1 } }
  }
}

# Any cluster that the environment names. Kubernetes has no queue service, and its autoscaler counts no requests: the worker finds its
# queue by its settings, and replicas follow a metric.
kubernetes = {
  stack = "kubernetes"
  application = {
    targets    = { requests_per_replica = null, custom = { active-requests = { namespace = "test-execution", metric = "active_requests", target = 10 } } }
    components = { worker = { queue = false } }
  }
  secrets = { store = "vault", vault = { server = "https://vault.example.com", role = "test-execution" }, database_secret = "test-execution/database" }
  platform_services = {
    cert-manager          = {}
    envoy-gateway         = {}
    external-secrets      = {}
    kube-prometheus-stack = {}
    prometheus-adapter    = {}
  }
}
