# AI-Prism (document 003): values of all environments. `aws_eks` is its cluster with database and cache, `kubernetes` the workload on it.

pipeline = "trunk"
pipeline_environments = { standby = "prod-dr" }

application = {
  image      = "ghcr.io/example/ai-prism/api:v2.1.0"
  port       = 8080
  cpu        = 1
  memory_mib = 2048
  targets    = { cpu_percent = 70, memory_percent = 80 }
  health = {
    live    = { path = "/health/live", initial_delay_seconds = 30, interval_seconds = 10, timeout_seconds = 5, failures = 3 }
    ready   = { path = "/health/ready", initial_delay_seconds = 5, interval_seconds = 5, timeout_seconds = 3, failures = 3 }
    startup = { path = "/health/startup", initial_delay_seconds = 10, interval_seconds = 10, timeout_seconds = 5, failures = 30 }
  }
  environment = { LOG_FORMAT = "json" }
}

database = { version = "15.10", name = "ai_prism", replicas = 2 }
cache    = { version = "7.1", nodes = 3, snapshot_days = 7 }

aws_eks = {
  stack  = "aws-eks"
  models = ["amazon.nova-lite-v1:0"]
  cluster = {
    addons = {
      aws-ebs-csi-driver     = { configuration = { defaultStorageClass = { enabled = true } } }
      coredns                = {}
      eks-pod-identity-agent = {}
      kube-proxy             = {}
      metrics-server         = {}
      vpc-cni                = {}
    }
  }
  node_groups = {
    web = {
      instance_types = ["t3.medium", "t3.large"]
      labels         = { tier = "web", node-type = "web-tier" }
    }
    api = {
      instance_types = ["c5.large", "c5.xlarge", "c5.2xlarge"]
      capacity       = "spot"
      labels         = { tier = "api", node-type = "api-processing" }
    }
    ai-processing = {
      instance_types = ["g4dn.xlarge", "g4dn.2xlarge"]
      ami_type       = "AL2023_x86_64_NVIDIA"
      disk_gib       = 100
      labels         = { tier = "ai-processing", "nvidia.com/gpu" = "true", node-type = "ai-processing", "k8s.amazonaws.com/accelerator" = "nvidia-tesla-t4" }
      taints         = { "nvidia.com/gpu" = { value = "true" } }
    }
  }
}

kubernetes = {
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
  application = {
    secrets = { OPENAI_API_KEY = "api-keys/openai" }
    targets = { custom = { active-requests = { namespace = "ai-prism", metric = "active_requests", target = 10 } } }
  }
  service     = { requests = { cpu = 0.5, memory_mib = 1024, ephemeral_storage_mib = 500 } }
  platform_services = {
    cert-manager            = {}
    envoy-gateway           = {}
    external-secrets        = {}
    kube-prometheus-stack   = {}
    opentelemetry-collector = {}
    prometheus-adapter      = {}
  }
}
